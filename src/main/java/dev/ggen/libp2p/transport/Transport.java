package dev.ggen.libp2p.transport;

import dev.ggen.libp2p.multiformats.Multiaddr;
import java.io.IOException;
import java.time.Duration;

/** One way to carry bytes. Safe for any number of threads. */
public interface Transport {
  /**
   * Whether this transport can dial and listen on addresses of this form. A peer id at the end does
   * not count; names must have been resolved before.
   */
  boolean supports(Multiaddr address);

  /**
   * Connects, waiting at most {@code timeout}.
   *
   * @throws IOException if nobody answers there; the message names the address
   */
  RawConnection dial(Multiaddr address, Duration timeout) throws IOException;

  /**
   * Listens on an address; port 0 takes a free one.
   *
   * @throws IOException if the address is taken or is none of this machine's; the message names it
   */
  Listener listen(Multiaddr address) throws IOException;
}
