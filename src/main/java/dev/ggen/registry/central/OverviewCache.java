package dev.ggen.registry.central;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ggen.registry.model.Manifest;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.PackageOverview;
import dev.ggen.registry.model.PackageRecord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Packages as they stand in the database. A change of a name drops it before the change is
 * acknowledged. What was read before a drop never enters after it: each stripe of names counts its
 * drops, and an entry made across one is not kept. Safe for any thread.
 */
final class OverviewCache {
  /** Memory for all packages, about: enough for 20,000 usual versions. */
  static final long MAX_BYTES = 40L << 20;

  /** What a version takes beside its texts: digests, version, collections. */
  private static final int VERSION_BYTES = 1_500;

  private static final int ENTRY_BYTES = 500;

  private static final int STRIPES = 1024;

  private final Function<PackageName, Optional<PackageOverview>> loader;
  private final AtomicLongArray drops = new AtomicLongArray(STRIPES);
  private final Cache<PackageName, PackageOverview> cache =
      Caffeine.newBuilder()
          .maximumWeight(MAX_BYTES)
          .weigher((PackageName name, PackageOverview all) -> weightBytes(all))
          .build();

  OverviewCache(Function<PackageName, Optional<PackageOverview>> loader) {
    this.loader = loader;
  }

  Optional<PackageOverview> get(PackageName name) {
    PackageOverview cached = cache.getIfPresent(name);
    return cached == null ? load(name) : Optional.of(cached);
  }

  private Optional<PackageOverview> load(PackageName name) {
    int stripe = stripe(name);
    long before = drops.get(stripe);
    Optional<PackageOverview> loaded = loader.apply(name);
    loaded.ifPresent(fresh ->
        cache.asMap().compute(name, (key, old) -> drops.get(stripe) == before ? fresh : null));
    return loaded;
  }

  void drop(PackageName name) {
    drops.incrementAndGet(stripe(name));
    cache.invalidate(name);
  }

  /** A manifest may be a thousand times longer than usual, so texts are measured, not guessed. */
  static int weightBytes(PackageOverview all) {
    long bytes = ENTRY_BYTES;
    for (PackageRecord record : all.versions().values()) {
      Manifest manifest = record.manifest();
      bytes += VERSION_BYTES;
      bytes += weightBytes(manifest.description()) + weightBytes(record.deprecated());
      bytes += weightBytes(record.yanked()) + weightBytes(manifest.homepage());
      bytes += weightBytes(manifest.repository()) + weightBytes(manifest.license());
      for (List<String> texts : List.of(manifest.tags(), manifest.keywords(), manifest.authors())) {
        bytes += texts.stream().mapToLong(OverviewCache::weightBytes).sum();
      }
      bytes += (long) ENTRY_BYTES * manifest.dependencies().size();
    }
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }

  private static long weightBytes(@Nullable String text) {
    return text == null ? 0 : 56 + 2L * text.length();
  }

  private static int stripe(PackageName name) {
    return Math.floorMod(name.hashCode(), STRIPES);
  }
}
