package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import java.util.List;

/**
 * A peer and where it may be reached: {@code Message.Peer} of "RPC messages".
 *
 * @param addresses at most {@link #MAX_ADDRESSES}; none if they are not known
 */
public record KadPeer(PeerId id, List<Multiaddr> addresses, Link link) {
  /** As many as are dialled; more of a peer are left out. */
  public static final int MAX_ADDRESSES = 16;

  /** What the one who tells of a peer knows of its reachability, in the order of their numbers. */
  public enum Link {
    NOT_CONNECTED(0),
    CONNECTED(1),
    CAN_CONNECT(2),
    CANNOT_CONNECT(3);

    private final int number;

    Link(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }

    /** An unknown number says nothing, as none does. */
    static Link of(int number) {
      for (Link link : values()) {
        if (link.number == number) {
          return link;
        }
      }
      return NOT_CONNECTED;
    }
  }

  public KadPeer {
    addresses = addresses.stream().limit(MAX_ADDRESSES).toList();
  }
}
