package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What the engine knows of a peer that is there. */
final class GossipPeer {
  final PeerId id;
  final Bytes idBytes;
  final Generation generation;
  final boolean outbound;
  final boolean direct;
  final Set<String> topics = new HashSet<>();

  /** Ids that it does not want, with the time until which that is remembered. */
  final Map<Bytes, Long> unwanted = new LinkedHashMap<>();

  // Counted from one heartbeat to the next.
  int haves;
  int askedIds;
  int wantedIds;
  int unwantedMessages;

  GossipPeer(PeerId id, Generation generation, boolean outbound, boolean direct) {
    this.id = id;
    this.idBytes = id.bytes();
    this.generation = generation;
    this.outbound = outbound;
    this.direct = direct;
  }

  void heartbeat(long now) {
    haves = 0;
    askedIds = 0;
    wantedIds = 0;
    unwantedMessages = 0;
    var oldest = unwanted.values().iterator();
    while (oldest.hasNext() && oldest.next() <= now) {
      oldest.remove();
    }
  }

  void doesNotWant(Bytes id, long until, int most) {
    unwanted.remove(id);
    if (unwanted.size() >= most) {
      unwanted.remove(unwanted.keySet().iterator().next());
    }
    unwanted.put(id, until);
  }
}
