package dev.ggen.registry.p2p.protocol;

import dev.ggen.libp2p.multiformats.PeerId;

/** Hears what peers do, for metrics and reputation. Called by protocol threads: return at once. */
public interface RegistryProtocolListener {
  /** A request of a peer was answered, with so many bytes. */
  default void served(PeerId peer, int bytes) {}

  /** A peer has brought entries of which so many are kept. */
  default void brought(PeerId peer, int kept) {}

  /** A comparison that this node began has ended well. */
  default void synchronizedWith(PeerId peer, SyncOutcome outcome) {}

  /** A question or comparison of this node has failed, not by the peer's intent. */
  default void failed(PeerId peer, String reason) {}

  /** A peer broke the protocol or sent what no honest peer sends. */
  default void misbehaved(PeerId peer, String reason) {}
}
