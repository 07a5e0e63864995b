package dev.ggen.libp2p.content;

import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import java.util.List;

/**
 * A peer that may have a content.
 *
 * @param addresses where it may be reached, at most {@link #MAX_ADDRESSES}; none if they are not
 *     known or it is connected
 */
public record Provider(PeerId peer, List<Multiaddr> addresses) {
  /** As many as are dialled; more of a peer are left out. */
  public static final int MAX_ADDRESSES = 16;

  public Provider {
    addresses = addresses.stream().limit(MAX_ADDRESSES).toList();
  }

  /** One that is connected, or whose addresses the host knows. */
  public static Provider of(PeerId peer) {
    return new Provider(peer, List.of());
  }
}
