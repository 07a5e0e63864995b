package dev.ggen.libp2p.bandwidth;

import dev.ggen.libp2p.multiformats.PeerId;
import java.util.Map;

/**
 * Bytes moved on streams since the start.
 *
 * @param protocols by protocol
 * @param peers by peer, of those who moved any lately
 */
public record Traffic(Map<String, Bytes> protocols, Map<PeerId, Bytes> peers) {
  /** Copies the maps. */
  public Traffic {
    protocols = Map.copyOf(protocols);
    peers = Map.copyOf(peers);
  }

  /**
   * Bytes of both directions.
   *
   * @param in received
   * @param out sent
   */
  public record Bytes(long in, long out) {
    /** None. */
    public static final Bytes NONE = new Bytes(0, 0);
  }

  /** Those of a peer. */
  public Bytes of(PeerId peer) {
    return peers.getOrDefault(peer, Bytes.NONE);
  }
}
