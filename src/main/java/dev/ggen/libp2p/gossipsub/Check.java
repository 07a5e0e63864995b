package dev.ggen.libp2p.gossipsub;

import java.time.Duration;

/** Checks of settings; a failure names the bad one. Pure. */
final class Check {
  private Check() {}

  static void atLeast(long least, long value, String name) {
    that(value >= least, name, value, "at least " + least);
  }

  static void positive(Duration value, String name) {
    that(value.isPositive(), name, value, "positive");
  }

  static void notNegative(Duration value, String name) {
    that(!value.isNegative(), name, value, "0 or more");
  }

  static void notNegative(double value, String name) {
    that(value >= 0 && Double.isFinite(value), name, value, "a number of 0 or more");
  }

  static void notPositive(double value, String name) {
    that(value <= 0 && Double.isFinite(value), name, value, "a number of 0 or less");
  }

  static void decay(double value, String name) {
    that(value > 0 && value < 1, name, value, "between 0 and 1");
  }

  static void that(boolean holds, String name, Object value, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("%s is %s, but must be %s".formatted(name, value, rule));
    }
  }
}
