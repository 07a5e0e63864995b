package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.multiformats.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;

/** Ids of messages that have come before: pubsub, "seen". Bounded in time and number. */
final class SeenCache {
  /** Two minutes of some thousand messages a second, 60 MB at the most. */
  static final int MAX_IDS = 500_000;

  private final long ttlNanos;
  private final int maxIds;
  private final Map<Bytes, Long> firstSeen = new LinkedHashMap<>();

  SeenCache(long ttlNanos, int maxIds) {
    this.ttlNanos = ttlNanos;
    this.maxIds = maxIds;
  }

  /** Whether it is seen for the first time. */
  boolean add(Bytes id, long now) {
    if (firstSeen.putIfAbsent(id, now) != null) {
      return false;
    }
    if (firstSeen.size() > maxIds) {
      firstSeen.remove(firstSeen.keySet().iterator().next());
    }
    return true;
  }

  /** It was not what it seemed to be. */
  void remove(Bytes id) {
    firstSeen.remove(id);
  }

  boolean contains(Bytes id) {
    return firstSeen.containsKey(id);
  }

  void expire(long now) {
    var oldest = firstSeen.values().iterator();
    while (oldest.hasNext() && now - oldest.next() > ttlNanos) {
      oldest.remove();
    }
  }

  int size() {
    return firstSeen.size();
  }
}
