package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;

/** What a {@link GossipEngine} hears. */
sealed interface GossipEvent {
  /**
   * A peer is there, with its first connection.
   *
   * @param outbound whether we have dialled it
   * @param address what tells its machine from others; empty if it is not to count
   */
  record Connected(PeerId peer, Generation generation, boolean outbound, String address)
      implements GossipEvent {}

  /** A peer's last connection is gone. */
  record Disconnected(PeerId peer) implements GossipEvent {}

  /** What was sent last to a peer may be lost; from now on it gets everything again. */
  record Reopened(PeerId peer) implements GossipEvent {}

  /** A peer has sent something. */
  record Received(PeerId peer, Rpc rpc) implements GossipEvent {}

  /** A message that was to be judged has been. */
  record Judged(Bytes id, Verdict verdict) implements GossipEvent {}

  /** A message could not be judged: too many wait. Nobody's fault. */
  record Throttled(Bytes id) implements GossipEvent {}

  /** This node wants a topic's messages. */
  record Subscribe(String topic) implements GossipEvent {}

  /** It no longer does. */
  record Unsubscribe(String topic) implements GossipEvent {}

  /** This node has something to say. */
  record Publish(PubsubMessage message, Bytes id) implements GossipEvent {}

  /** The application thinks so of a peer, from -1 to 1. */
  record Opinion(PeerId peer, double score) implements GossipEvent {}

  /** It is time to look after the mesh. */
  record Heartbeat() implements GossipEvent {}

  /** {@link GossipEngine#nextDue} has come. */
  record Tick() implements GossipEvent {}
}
