package dev.ggen.registry.p2p.record;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as they are encoded: whole milliseconds from 1970 to 9999. */
final class RecordTimes {
  private static final Instant END = Instant.parse("9999-12-31T23:59:59.999Z");

  private RecordTimes() {}

  /** The time without what is less than a millisecond. */
  static Instant checked(Instant time, String what) {
    if (time.isBefore(Instant.EPOCH) || time.isAfter(END)) {
      throw new IllegalArgumentException(
          "The time of %s lies between 1970 and 9999, not at %s.".formatted(what, time));
    }
    return time.truncatedTo(ChronoUnit.MILLIS);
  }
}
