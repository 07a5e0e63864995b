package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.multiformats.PeerId;

/** Hears what happens in the meshes. Called with locks held, so it must return at once. */
public interface GossipListener {
  /** A peer is in a mesh of ours. */
  default void grafted(PeerId peer, String topic) {}

  /** It is no longer. */
  default void pruned(PeerId peer, String topic) {}

  /** A peer wants a topic. */
  default void subscribed(PeerId peer, String topic) {}

  /** It no longer does. */
  default void unsubscribed(PeerId peer, String topic) {}
}
