package dev.ggen.registry.blob;

import java.time.Duration;

/** Keeps a reader to so many bytes a second by sleeping when it is ahead. Belongs to one thread. */
final class Pace {
  private final long maxBytesPerSecond;
  private final long start = System.nanoTime();
  private long bytes;

  Pace(long maxBytesPerSecond) {
    if (maxBytesPerSecond < 1) {
      throw new IllegalArgumentException("maxBytesPerSecond must be positive");
    }
    this.maxBytesPerSecond = maxBytesPerSecond;
  }

  void spend(int count) throws InterruptedException {
    bytes += count;
    double due = (double) bytes / maxBytesPerSecond * 1e9;
    long ahead = (long) due - (System.nanoTime() - start);
    if (ahead > 1_000_000) {
      Thread.sleep(Duration.ofNanos(ahead));
    }
  }

  long bytes() {
    return bytes;
  }
}
