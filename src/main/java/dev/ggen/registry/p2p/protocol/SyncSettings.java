package dev.ggen.registry.p2p.protocol;

import java.time.Duration;

/**
 * How often this node compares its catalogue with others'.
 *
 * @param period between comparisons with a peer taken at random, give or take a fifth
 * @param jitter the longest time until a newly met peer's turn comes
 * @param deadline of one comparison with all that it brings
 * @param maxAtOnce comparisons under way
 * @param firstRetry after a failure; doubles with each further one
 * @param lastRetry the longest time until a peer that failed is asked again; and the time for which
 *     one that misbehaved is left alone
 */
public record SyncSettings(
    Duration period,
    Duration jitter,
    Duration deadline,
    int maxAtOnce,
    Duration firstRetry,
    Duration lastRetry) {
  /** Checks them. */
  public SyncSettings {
    if (period.compareTo(Duration.ZERO) <= 0 || deadline.compareTo(Duration.ZERO) <= 0) {
      throw new IllegalArgumentException("period and deadline of comparisons must be positive");
    }
    if (jitter.isNegative() || firstRetry.isNegative() || lastRetry.compareTo(firstRetry) < 0) {
      throw new IllegalArgumentException(
          "jitter and retries of comparisons must not be negative, the last retry not the shorter");
    }
    if (maxAtOnce < 1) {
      throw new IllegalArgumentException("at least 1 comparison at once, not " + maxAtOnce);
    }
  }

  /** Every minute; 1 s after meeting; 2 min at most; 2 at once; retries after 5 s to 10 min. */
  public static SyncSettings defaults() {
    return new SyncSettings(
        Duration.ofMinutes(1),
        Duration.ofSeconds(1),
        Duration.ofMinutes(2),
        2,
        Duration.ofSeconds(5),
        Duration.ofMinutes(10));
  }

  /** The same with another period. */
  public SyncSettings withPeriod(Duration other) {
    return new SyncSettings(other, jitter, deadline, maxAtOnce, firstRetry, lastRetry);
  }

  /** The same with another jitter. */
  public SyncSettings withJitter(Duration other) {
    return new SyncSettings(period, other, deadline, maxAtOnce, firstRetry, lastRetry);
  }

  /** The same with another deadline. */
  public SyncSettings withDeadline(Duration other) {
    return new SyncSettings(period, jitter, other, maxAtOnce, firstRetry, lastRetry);
  }

  /** The same with other retries. */
  public SyncSettings withRetries(Duration first, Duration last) {
    return new SyncSettings(period, jitter, deadline, maxAtOnce, first, last);
  }
}
