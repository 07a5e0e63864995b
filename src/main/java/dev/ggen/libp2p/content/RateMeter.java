package dev.ggen.libp2p.content;

import java.time.Duration;

/** Bytes per second over the last seconds. Belongs to one thread; time is given in nanoseconds. */
final class RateMeter {
  static final Duration SLOT = Duration.ofMillis(500);
  private static final int SLOTS = 10;

  private final long[] slots = new long[SLOTS];
  private final long begin;
  private long current;

  RateMeter(long nowNanos) {
    this.begin = nowNanos;
  }

  void add(long bytes, long nowNanos) {
    slots[index(advance(nowNanos))] += bytes;
  }

  /** Over five seconds, or the time since the beginning if that is less. */
  long bytesPerSecond(long nowNanos) {
    advance(nowNanos);
    long sum = 0;
    for (long slot : slots) {
      sum += slot;
    }
    long slotNanos = SLOT.toNanos();
    long elapsed = nowNanos - begin;
    long covered =
        current < SLOTS ? elapsed : (SLOTS - 1) * slotNanos + Math.floorMod(elapsed, slotNanos);
    return covered <= 0 ? 0 : (long) (sum * 1e9 / covered);
  }

  /** Empties the slots between the last use and now; gives the one of now. */
  private long advance(long nowNanos) {
    long slot = Math.max(current, (nowNanos - begin) / SLOT.toNanos());
    long first = Math.max(current + 1, slot - SLOTS + 1);
    for (long s = first; s <= slot; s++) {
      slots[index(s)] = 0;
    }
    current = slot;
    return slot;
  }

  private static int index(long slot) {
    return (int) (slot % SLOTS);
  }
}
