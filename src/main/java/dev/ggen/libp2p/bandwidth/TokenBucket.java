package dev.ggen.libp2p.bandwidth;

/**
 * A bucket that fills at a rate and may be overdrawn once: whoever comes while something is in it
 * gets all that he asks for, and the next waits until the debt is paid. So requests larger than the
 * bucket pass, and the rate holds in the long run. An engine; times are nanoseconds.
 */
final class TokenBucket {
  /** What may gather: a quarter of a second. */
  private static final double BURST_SECONDS = 0.25;

  private static final double NANOS = 1e9;

  private long bytesPerSecond;
  private double tokens;
  private long filledAt;

  TokenBucket(long bytesPerSecond, long now) {
    this.bytesPerSecond = bytesPerSecond;
    this.tokens = burst();
    this.filledAt = now;
  }

  private double burst() {
    return bytesPerSecond * BURST_SECONDS;
  }

  void rate(long newBytesPerSecond, long now) {
    fill(now);
    bytesPerSecond = newBytesPerSecond;
    tokens = Math.min(tokens, burst());
  }

  private void fill(long now) {
    if (bytesPerSecond > 0) {
      tokens = Math.min(burst(), tokens + (now - filledAt) * (bytesPerSecond / NANOS));
    } else {
      tokens = 0;
    }
    filledAt = now;
  }

  /** Whether something may be taken now. */
  boolean isOpen(long now) {
    fill(now);
    return bytesPerSecond == 0 || tokens > 0;
  }

  void take(int bytes) {
    if (bytesPerSecond > 0) {
      tokens -= bytes;
    }
  }

  /** How long until something may be taken; 0 if now. */
  long nanosUntilOpen(long now) {
    if (isOpen(now)) {
      return 0;
    }
    return (long) Math.ceil(-tokens / bytesPerSecond * NANOS) + 1;
  }

  /** Whether it is as good as new. */
  boolean isFull(long now) {
    fill(now);
    return bytesPerSecond == 0 || tokens >= burst();
  }
}
