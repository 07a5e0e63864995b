package dev.ggen.libp2p.host;

import dev.ggen.libp2p.transport.RawConnection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Inbound connections that have not proved yet who they are. Newcomers are always taken: the oldest
 * of the same prefix gives way, or, when all places are taken, the oldest of the prefix that has
 * most. Whoever speaks at once is secured long before it is the oldest. Safe for any number of
 * threads.
 */
final class HalfOpen {
  private final int max;
  private final int maxPerPrefix;
  private final Map<Optional<IpPrefix>, Set<RawConnection>> byPrefix = new LinkedHashMap<>();
  private int size;

  HalfOpen(int max, int maxPerPrefix) {
    this.max = max;
    this.maxPerPrefix = maxPerPrefix;
  }

  /** Takes a connection in, and closes the one that gives way. */
  void add(RawConnection connection) {
    List<RawConnection> evicted = new ArrayList<>(1);
    synchronized (this) {
      Optional<IpPrefix> prefix = IpPrefix.of(connection.remoteAddress());
      Set<RawConnection> same = byPrefix.computeIfAbsent(prefix, p -> new LinkedHashSet<>());
      if (same.size() == maxPerPrefix) {
        evicted.add(removeOldest(same));
      } else if (size == max) {
        evicted.add(
            removeOldest(
                byPrefix.values().stream().max(Comparator.comparingInt(Set::size)).orElseThrow()));
      }
      same.add(connection);
      size++;
      byPrefix.values().removeIf(Set::isEmpty);
      byPrefix.put(prefix, same);
    }
    evicted.forEach(RawConnection::close);
  }

  private RawConnection removeOldest(Set<RawConnection> connections) {
    RawConnection oldest = connections.iterator().next();
    connections.remove(oldest);
    size--;
    return oldest;
  }

  /** It is secured, or gone. */
  synchronized void remove(RawConnection connection) {
    Optional<IpPrefix> prefix = IpPrefix.of(connection.remoteAddress());
    Set<RawConnection> same = byPrefix.get(prefix);
    if (same != null && same.remove(connection)) {
      size--;
      if (same.isEmpty()) {
        byPrefix.remove(prefix);
      }
    }
  }

  synchronized int size() {
    return size;
  }

  /** Closes all. */
  void close() {
    List<RawConnection> all;
    synchronized (this) {
      all = byPrefix.values().stream().flatMap(Set::stream).toList();
    }
    all.forEach(RawConnection::close);
  }
}
