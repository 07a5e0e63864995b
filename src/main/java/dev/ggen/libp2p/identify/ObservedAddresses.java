package dev.ggen.libp2p.identify;

import dev.ggen.libp2p.multiformats.Multiaddr;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * At which addresses others see this host, an engine. One peer may lie or be behind the same
 * router, so an address counts only once several say so who are independent of each other: by their
 * IP prefix, which {@link Identify} passes as the observer.
 *
 * <p>Only what peers say who have dialled us is of use: the source port of a connection that we
 * have dialled is the system's choice, and nobody can be reached at it.
 */
final class ObservedAddresses {
  static final int OBSERVERS = 4;
  static final Duration LIFETIME = Duration.ofMinutes(40);

  /** More than a machine has; what was heard longest ago is forgotten first. */
  static final int MAX_ADDRESSES = 64;

  static final int MAX_OBSERVERS = 64;
  static final int MAX_CONFIRMED = 8;

  private final Map<Multiaddr, Map<String, Instant>> observers =
      new LinkedHashMap<>(16, 0.75f, true);

  /** Somebody says that it sees us there. */
  void on(String observer, Multiaddr address, Instant now) {
    Map<String, Instant> seen = observers.computeIfAbsent(address, a -> new LinkedHashMap<>());
    if (seen.size() < MAX_OBSERVERS || seen.containsKey(observer)) {
      seen.put(observer, now);
    }
    if (observers.size() > MAX_ADDRESSES) {
      observers.remove(observers.keySet().iterator().next());
    }
  }

  /** The addresses that enough observers confirm, those of most observers first. */
  Set<Multiaddr> confirmed(Instant now) {
    observers
        .values()
        .forEach(seen -> seen.values().removeIf(at -> at.plus(LIFETIME).isBefore(now)));
    observers.values().removeIf(Map::isEmpty);
    return observers.entrySet().stream()
        .filter(entry -> entry.getValue().size() >= OBSERVERS)
        .sorted(Comparator.comparingInt(entry -> -entry.getValue().size()))
        .limit(MAX_CONFIRMED)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }
}
