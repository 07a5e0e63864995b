package dev.ggen.registry.p2p.catalogue;

import dev.ggen.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How fast each publisher's records come: a bucket of {@code burst} tokens, one more each {@code
 * refill}. Only the publishers of the last while are remembered; who makes new keys to be forgotten
 * is bounded by the whole catalogue's limit. Guarded by the catalogue's lock.
 */
final class PublisherRates {
  /** Each takes some 200 bytes. */
  static final int MAX_PUBLISHERS = 10_000;

  private final int burst;
  private final Duration refill;

  /** When each publisher's bucket will be full again; least recently used first. */
  private final LinkedHashMap<PeerId, Instant> full =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<PeerId, Instant> eldest) {
          return size() > MAX_PUBLISHERS;
        }
      };

  PublisherRates(AdmissionLimits limits) {
    this.burst = limits.burst();
    this.refill = limits.refill();
  }

  /** Takes a token; false if there is none. */
  boolean take(PeerId publisher, Instant now) {
    Instant before = full.getOrDefault(publisher, now);
    Instant after = (before.isBefore(now) ? now : before).plus(refill);
    if (after.isAfter(now.plus(refill.multipliedBy(burst)))) {
      return false;
    }
    full.put(publisher, after);
    return true;
  }

  int publishers() {
    return full.size();
  }
}
