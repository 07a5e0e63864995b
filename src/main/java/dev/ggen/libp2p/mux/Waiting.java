package dev.ggen.libp2p.mux;

import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;

/** The end of one wait, or of several that belong together. One thread. */
@SuppressWarnings("WaitNotInLoop") // Its callers are the loops.
final class Waiting {
  private final long startNanos = System.nanoTime();
  private final long limitNanos;

  /** A wait of so long; at most 292 years. */
  Waiting(Duration limit) {
    this(nanos(limit));
  }

  Waiting(long limitNanos) {
    this.limitNanos = limitNanos;
  }

  /**
   * Waits for a signal on a condition whose lock is held.
   *
   * @param what was waited for, for the message: "read", "write"
   */
  void await(Condition condition, String what)
      throws SocketTimeoutException, InterruptedIOException {
    long leftNanos = limitNanos - (System.nanoTime() - startNanos);
    if (leftNanos <= 0) {
      throw new SocketTimeoutException(
          what + " did not go on within " + Duration.ofNanos(limitNanos).toMillis() + " ms");
    }
    try {
      // Whether it was in time is seen when the caller, still not content, comes back.
      long ignored = condition.awaitNanos(leftNanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting to " + what);
    }
  }

  static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }
}
