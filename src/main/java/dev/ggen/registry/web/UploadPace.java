package dev.ggen.registry.web;

import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * Ends an upload that trickles: the connector bounds only the time between two bytes, so that a
 * sender could hold a thread and a temporary file for days. One thread; has no clock.
 */
final class UploadPace {
  /** Slower than any line that is in use, and 2 GiB still end within 25 days. */
  static final int MIN_BYTES_PER_SECOND = 1024;

  /** Nothing is asked of the beginning, where a line may stall. */
  static final Duration GRACE = Duration.ofSeconds(60);

  private final long startNanos;
  private long bytes;

  UploadPace(long startNanos) {
    this.startNanos = startNanos;
  }

  /**
   * Notes what arrived.
   *
   * @param count bytes, or less than 0 at the end
   * @throws SocketTimeoutException if it was too little until now
   */
  void arrived(int count, long nowNanos) throws SocketTimeoutException {
    if (count < 0) {
      return;
    }
    bytes += count;
    long asked = (nowNanos - startNanos - GRACE.toNanos()) / 1_000_000_000 * MIN_BYTES_PER_SECOND;
    if (bytes < asked) {
      throw new SocketTimeoutException(
          "%d bytes of an upload arrived where %d should have".formatted(bytes, asked));
    }
  }
}
