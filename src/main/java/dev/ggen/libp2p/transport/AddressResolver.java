package dev.ggen.libp2p.transport;

import dev.ggen.libp2p.multiformats.Multiaddr;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Turns names in addresses into what can be dialled. Safe for any number of threads. */
public interface AddressResolver {
  /**
   * All addresses that an address stands for; one without names stands for itself.
   *
   * @param timeout for all questions together
   * @throws IOException if the names can't be found in that time; the message names them
   */
  List<Multiaddr> resolve(Multiaddr address, Duration timeout) throws IOException;
}
