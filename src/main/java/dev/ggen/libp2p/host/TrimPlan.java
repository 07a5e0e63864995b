package dev.ggen.libp2p.host;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Which connections to close when there are too many, a pure decision: never protected ones nor new
 * ones; first those of peers of the least value, then those with the fewest streams, then those
 * that the peer dialled, then the youngest.
 */
final class TrimPlan {
  /** What counts of a connection. The id is only carried along. */
  record Candidate<T>(
      T id, Direction direction, Instant openedAt, int streams, int value, boolean isProtected) {}

  private TrimPlan() {}

  static <T> List<T> of(List<Candidate<T>> connections, ConnectionLimits limits, Instant now) {
    if (connections.size() <= limits.highWater()) {
      return List.of();
    }
    Comparator<Candidate<T>> leastUseful =
        Comparator.<Candidate<T>>comparingInt(Candidate::value)
            .thenComparingInt(Candidate::streams)
            .thenComparing(Candidate::direction)
            .thenComparing(Candidate::openedAt, Comparator.reverseOrder());
    return connections.stream()
        .filter(c -> !c.isProtected() && !now.isBefore(c.openedAt().plus(limits.grace())))
        .sorted(leastUseful)
        .limit(connections.size() - (long) limits.lowWater())
        .map(Candidate::id)
        .toList();
  }
}
