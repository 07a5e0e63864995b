package dev.ggen.libp2p.transport;

import dev.ggen.libp2p.multiformats.Multiaddr;

/** What a transport gives before it is secured: bytes between two addresses. */
public interface RawConnection extends Duplex {
  /** This end's address, without peer id. */
  Multiaddr localAddress();

  /** The other end's address, without peer id. */
  Multiaddr remoteAddress();
}
