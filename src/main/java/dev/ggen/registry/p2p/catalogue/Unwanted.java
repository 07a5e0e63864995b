package dev.ggen.registry.p2p.catalogue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ggen.libp2p.multiformats.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Hashes of entries that were refused not long ago, so that catalogues that differ for good do not
 * send each other the same again at each meeting. Safe for any number of threads.
 */
final class Unwanted {
  /** Each takes some 150 bytes. */
  static final int MAX_HASHES = 20_000;

  /** Room, trust and clocks may change; then it is looked at again. */
  static final Duration KEPT_FOR = Duration.ofMinutes(10);

  private final Cache<Bytes, Boolean> hashes;

  Unwanted(InstantSource clock) {
    Instant start = clock.instant();
    this.hashes =
        Caffeine.newBuilder()
            .maximumSize(MAX_HASHES)
            .expireAfterWrite(KEPT_FOR)
            .ticker(() -> Duration.between(start, clock.instant()).toNanos())
            .build();
  }

  void add(Bytes hash) {
    hashes.put(hash, true);
  }

  boolean contains(Bytes hash) {
    return hashes.getIfPresent(hash) != null;
  }

  void clear() {
    hashes.invalidateAll();
  }
}
