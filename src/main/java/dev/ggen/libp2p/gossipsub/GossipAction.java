package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;

/** What a {@link GossipEngine} wants done. */
sealed interface GossipAction {
  /** How much it matters that something arrives. */
  enum Priority {
    /** Without it both sides see different meshes. */
    CONTROL,
    /** A message; whoever misses it can ask for it. */
    MESSAGE,
    /** Will be told again, or only saves bytes. */
    GOSSIP
  }

  /** To send. */
  record Send(PeerId to, Rpc rpc, Priority priority) implements GossipAction {}

  /** To judge; the outcome is {@link GossipEvent.Judged} or {@link GossipEvent.Throttled}. */
  record Judge(PubsubMessage message, Bytes id, PeerId from) implements GossipAction {}

  /** To give to this node's subscribers. */
  record Deliver(PubsubMessage message, Bytes id, PeerId from) implements GossipAction {}

  /** To connect to a peer: a direct one, or one that was told of with a signed record. */
  record Connect(PeerId peer, Bytes signedRecord) implements GossipAction {}

  /** To cut all connections with a peer. */
  record Disconnect(PeerId peer, String reason) implements GossipAction {}

  /** Nothing to do, only to tell. */
  record Changed(PeerId peer, String topic, What what) implements GossipAction {
    enum What {
      GRAFTED,
      PRUNED,
      SUBSCRIBED,
      UNSUBSCRIBED
    }
  }
}
