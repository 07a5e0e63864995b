package dev.ggen.registry.central;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.PackageOverview;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Function;

/**
 * Packages as they stand in the database. A change of a name drops it before the change is
 * acknowledged. What was read before a drop never enters after it: each stripe of names counts its
 * drops, and an entry made across one is not kept. Safe for any thread.
 */
final class OverviewCache {
  /** Versions kept in all; one takes about 2 KiB. */
  static final long MAX_VERSIONS = 20_000;

  private static final int STRIPES = 1024;

  private final Function<PackageName, Optional<PackageOverview>> loader;
  private final AtomicLongArray drops = new AtomicLongArray(STRIPES);
  private final Cache<PackageName, PackageOverview> cache =
      Caffeine.newBuilder()
          .maximumWeight(MAX_VERSIONS)
          .weigher((PackageName name, PackageOverview all) -> 1 + all.versions().size())
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

  private static int stripe(PackageName name) {
    return Math.floorMod(name.hashCode(), STRIPES);
  }
}
