package dev.ggen.registry.central;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.model.ArchiveFacts;
import dev.ggen.registry.model.Digest;
import dev.ggen.registry.model.Manifest;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.PackageOverview;
import dev.ggen.registry.model.PackageRecord;
import dev.ggen.registry.model.Version;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class OverviewCacheTest {
  private static final PackageName NAME = new PackageName("a");
  private final AtomicInteger loads = new AtomicInteger();

  private static PackageOverview overview(long sequence, String description) {
    Version version = Version.of("1.0.0");
    Manifest manifest =
        new Manifest(
            NAME,
            version,
            description,
            null,
            List.of(),
            List.of(),
            List.of(),
            null,
            null,
            null,
            new LinkedHashMap<>(),
            null);
    ArchiveFacts facts =
        new ArchiveFacts(
            Digest.of(Digest.Algorithm.SHA256, new byte[32]),
            Digest.of(Digest.Algorithm.SHA512, new byte[64]),
            1);
    LinkedHashMap<Version, PackageRecord> versions = new LinkedHashMap<>();
    versions.put(
        version, new PackageRecord(manifest, facts, Instant.EPOCH, "ada", sequence, null, null));
    return new PackageOverview(NAME, versions, new TreeMap<>(), List.of("ada"), 0, sequence);
  }

  private OverviewCache counting(String description) {
    return new OverviewCache(name -> Optional.of(overview(loads.incrementAndGet(), description)));
  }

  @Test
  void aPackageIsLoadedOnceUntilItChanges() {
    OverviewCache cache = counting("short");

    assertThat(cache.get(NAME)).isEqualTo(cache.get(NAME));
    cache.drop(NAME);

    assertThat(cache.get(NAME).orElseThrow().sequence()).isEqualTo(2);
  }

  @Test
  void whatWasReadBeforeAChangeIsNotKeptAfterIt() {
    AtomicReference<OverviewCache> cache = new AtomicReference<>();
    cache.set(
        new OverviewCache(name -> {
          Optional<PackageOverview> read = Optional.of(overview(loads.incrementAndGet(), "short"));
          if (loads.get() == 1) {
            cache.get().drop(name);
          }
          return read;
        }));

    assertThat(cache.get().get(NAME).orElseThrow().sequence()).isEqualTo(1);

    assertThat(cache.get().get(NAME).orElseThrow().sequence()).isEqualTo(2);
  }

  @Test
  void whatIsNotThereIsAskedForAgain() {
    OverviewCache cache =
        new OverviewCache(name ->
            loads.incrementAndGet() == 1 ? Optional.empty() : Optional.of(overview(2, "short")));

    assertThat(cache.get(NAME)).isEmpty();

    assertThat(cache.get(NAME)).isPresent();
  }

  @Test
  void textsWeighWhatTheyTake() {
    int usual = OverviewCache.weightBytes(overview(1, "short"));
    int huge = OverviewCache.weightBytes(overview(1, "x".repeat(1_000_000)));

    assertThat(usual).isBetween(1_000, 4_000);
    assertThat(huge - usual).isBetween(1_900_000, 2_100_000);
  }
}
