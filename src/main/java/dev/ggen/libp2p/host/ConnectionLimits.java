package dev.ggen.libp2p.host;

import java.time.Duration;

/**
 * How many connections are kept: above {@code highWater} the least useful ones are closed until
 * {@code lowWater} are left. Unlike {@link ResourceLimits} this refuses nobody.
 *
 * @param grace how long a new connection is left alone, to show its use
 */
public record ConnectionLimits(int lowWater, int highWater, Duration grace) {
  public ConnectionLimits {
    if (lowWater < 1 || highWater < lowWater) {
      throw new IllegalArgumentException(
          "lowWater is " + lowWater + " and highWater " + highWater + "; needed: 1 <= low <= high");
    }
    if (grace.isNegative()) {
      throw new IllegalArgumentException("grace must not be negative");
    }
  }

  /** 160 and 192, as peers of a public network do, and 20 s. */
  public static ConnectionLimits defaults() {
    return new ConnectionLimits(160, 192, Duration.ofSeconds(20));
  }
}
