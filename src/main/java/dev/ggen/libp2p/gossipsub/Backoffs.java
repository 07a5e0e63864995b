package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.multiformats.PeerId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Until when peers stay away from a mesh: gossipsub 1.1, "Prune Backoff". */
final class Backoffs {
  /** Messages on their way and clocks that differ. */
  private static final long SLACK_NANOS = 1_000_000_000L;

  /** Of one topic: far more peers than can be connected. */
  static final int MAX_PEERS = 50_000;

  private final Map<String, Map<PeerId, Long>> until = new HashMap<>();

  /** A peer stays away; a shorter time does not replace a longer one. */
  void add(String topic, PeerId peer, long untilNanos) {
    Map<PeerId, Long> peers = until.computeIfAbsent(topic, t -> new LinkedHashMap<>());
    peers.merge(peer, untilNanos, Math::max);
    if (peers.size() > MAX_PEERS) {
      peers.remove(peers.keySet().iterator().next());
    }
  }

  /** Whether we must not graft it: a moment longer than it must not graft us. */
  boolean holds(String topic, PeerId peer, long now) {
    return now < end(topic, peer) + SLACK_NANOS;
  }

  /** Whether it must not graft us. */
  boolean binds(String topic, PeerId peer, long now) {
    return now < end(topic, peer);
  }

  private long end(String topic, PeerId peer) {
    return until.getOrDefault(topic, Map.of()).getOrDefault(peer, Long.MIN_VALUE / 2);
  }

  /** When its last backoff began, given how long it is. */
  boolean beganWithin(String topic, PeerId peer, long lengthNanos, long patienceNanos, long now) {
    return now < end(topic, peer) - lengthNanos + patienceNanos;
  }

  void expire(long now) {
    until
        .values()
        .removeIf(peers -> {
          peers.values().removeIf(end -> now > end + SLACK_NANOS);
          return peers.isEmpty();
        });
  }

  int size() {
    return until.values().stream().mapToInt(Map::size).sum();
  }
}
