package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Messages that peers have told of and were asked for: gossipsub 1.1, "Spam Protection Measures".
 * One message of each IWANT is watched.
 */
final class Promises {
  /** More are not watched. */
  static final int MAX_WATCHED = 10_000;

  private record Promise(PeerId peer, Bytes id) {}

  private final Map<Promise, Long> deadlines = new LinkedHashMap<>();
  private final Map<Bytes, Integer> watched = new HashMap<>();

  void add(Bytes id, PeerId peer, long deadline) {
    if (deadlines.size() < MAX_WATCHED
        && deadlines.putIfAbsent(new Promise(peer, id), deadline) == null) {
      watched.merge(id, 1, Integer::sum);
    }
  }

  /** A message has come, from whom does not matter. */
  void kept(Bytes id) {
    if (watched.remove(id) != null) {
      deadlines.keySet().removeIf(promise -> promise.id().equals(id));
    }
  }

  void forget(PeerId peer) {
    deadlines
        .keySet()
        .removeIf(promise -> {
          boolean gone = promise.peer().equals(peer);
          if (gone) {
            unwatch(promise.id());
          }
          return gone;
        });
  }

  private void unwatch(Bytes id) {
    watched.computeIfPresent(id, (i, count) -> count == 1 ? null : count - 1);
  }

  /** How many promises each peer has broken since the last question. */
  Map<PeerId, Integer> broken(long now) {
    Map<PeerId, Integer> broken = new LinkedHashMap<>();
    Iterator<Map.Entry<Promise, Long>> all = deadlines.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Promise, Long> each = all.next();
      if (each.getValue() <= now) {
        broken.merge(each.getKey().peer(), 1, Integer::sum);
        unwatch(each.getKey().id());
        all.remove();
      }
    }
    return broken;
  }
}
