package dev.ggen.libp2p.kad;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What came of a number of lookups in a simulation, and how long those took that found something.
 */
record LookupResult(String name, int tried, int succeeded, Duration p50, Duration p95) {
  /** Zero stands for a lookup that found nothing. */
  static LookupResult of(String name, List<Duration> taken) {
    List<Duration> good = taken.stream().filter(Duration::isPositive).sorted().toList();
    Duration p50 = good.isEmpty() ? Duration.ZERO : good.get(good.size() / 2);
    Duration p95 = good.isEmpty() ? Duration.ZERO : good.get(good.size() * 95 / 100);
    return new LookupResult(name, taken.size(), good.size(), p50, p95);
  }

  double rate() {
    return (double) succeeded / tried;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-48s %5d of %5d  %6.2f %%  p50 %5d ms  p95 %5d ms",
        name,
        succeeded,
        tried,
        100 * rate(),
        p50.toMillis(),
        p95.toMillis());
  }
}
