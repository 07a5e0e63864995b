package dev.ggen.libp2p.host;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Numbers by key that start at 0, and are forgotten when they are 0 again. Any number of threads.
 */
final class Counters<K> {
  private final Map<K, Long> counts = new ConcurrentHashMap<>();

  /** Adds, unless that would exceed the limit; then changes nothing and returns false. */
  boolean tryAdd(K key, long amount, long limit) {
    boolean[] added = {true};
    counts.compute(
        key,
        (k, count) -> {
          long sum = (count == null ? 0 : count) + amount;
          added[0] = sum <= limit;
          return added[0] ? Long.valueOf(sum) : count;
        });
    return added[0];
  }

  void subtract(K key, long amount) {
    counts.computeIfPresent(key, (k, count) -> count > amount ? count - amount : null);
  }

  long count(K key) {
    return counts.getOrDefault(key, 0L);
  }

  boolean isEmpty() {
    return counts.isEmpty();
  }
}
