package dev.ggen.libp2p.kad;

import java.time.Duration;
import java.util.Arrays;

/** The latest durations of one kind. Safe for any number of threads. */
final class Latencies {
  private static final int WINDOW = 1_024;

  private final long[] nanos = new long[WINDOW];
  private long count;

  synchronized void add(Duration duration) {
    nanos[(int) (count++ % WINDOW)] = duration.toNanos();
  }

  synchronized KadStatus.Latency status() {
    long[] sorted = Arrays.copyOf(nanos, (int) Math.min(count, WINDOW));
    Arrays.sort(sorted);
    return new KadStatus.Latency(at(sorted, 50), at(sorted, 95), at(sorted, 99));
  }

  private static Duration at(long[] sorted, int percent) {
    return sorted.length == 0
        ? Duration.ZERO
        : Duration.ofNanos(sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)]);
  }
}
