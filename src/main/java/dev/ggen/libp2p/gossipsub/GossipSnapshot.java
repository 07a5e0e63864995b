package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.multiformats.PeerId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a node's gossipsub is doing at one moment.
 *
 * @param topics by name, those that this node is subscribed to
 * @param fanouts peers by topic, of topics that it only publishes to
 * @param peers what is known of each peer that is there
 * @param counts what was counted since the start
 * @param judging messages that wait for a verdict
 * @param heldBack messages that wait for peers who may get them from others
 * @param seen ids that are known again
 * @param cached messages that can be asked for
 */
public record GossipSnapshot(
    Map<String, Topic> topics,
    Map<String, Set<PeerId>> fanouts,
    Map<PeerId, Peer> peers,
    Map<GossipCount, Long> counts,
    int judging,
    int heldBack,
    int seen,
    int cached) {
  /** Copies the collections. */
  public GossipSnapshot {
    topics = Map.copyOf(topics);
    fanouts = Map.copyOf(fanouts);
    peers = Map.copyOf(peers);
    counts = Map.copyOf(counts);
  }

  /**
   * A topic.
   *
   * @param mesh peers of the mesh
   * @param subscribers peers that are subscribed
   */
  public record Topic(Set<PeerId> mesh, Set<PeerId> subscribers) {
    /** Copies the sets. */
    public Topic {
      mesh = Set.copyOf(mesh);
      subscribers = Set.copyOf(subscribers);
    }
  }

  /**
   * A peer.
   *
   * @param protocol what it speaks
   * @param outbound whether we have dialled it
   * @param score what it is worth
   * @param topics how many topics it is subscribed to
   */
  public record Peer(String protocol, boolean outbound, double score, int topics) {}

  static GossipSnapshot of(GossipState state, int judging, int heldBack) {
    Map<String, Topic> topics = new LinkedHashMap<>();
    state.meshes.forEach(
        (topic, mesh) -> topics.put(topic, new Topic(mesh, state.subscribers(topic))));
    Map<String, Set<PeerId>> fanouts = new LinkedHashMap<>();
    state.fanouts.forEach((topic, fanout) -> fanouts.put(topic, Set.copyOf(fanout.peers)));
    Map<PeerId, Peer> peers = new LinkedHashMap<>();
    state.peers.forEach((id, peer) ->
        peers.put(
            id,
            new Peer(
                peer.generation.protocol(), peer.outbound, state.score(id), peer.topics.size())));
    return new GossipSnapshot(
        topics,
        fanouts,
        peers,
        state.counts,
        judging,
        heldBack,
        state.seen.size(),
        state.cache.size());
  }

  /** How often something happened. */
  public long count(GossipCount what) {
    return counts.getOrDefault(what, 0L);
  }

  /** The same with more counts. */
  GossipSnapshot with(Map<GossipCount, Long> more) {
    Map<GossipCount, Long> all = new LinkedHashMap<>(counts);
    all.putAll(more);
    return new GossipSnapshot(topics, fanouts, peers, all, judging, heldBack, seen, cached);
  }
}
