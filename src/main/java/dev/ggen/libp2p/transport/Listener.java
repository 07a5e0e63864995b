package dev.ggen.libp2p.transport;

import dev.ggen.libp2p.multiformats.Multiaddr;
import java.io.IOException;

/** A place where connections arrive. {@link #close} frees the address and wakes {@link #accept}. */
public interface Listener extends AutoCloseable {
  /** Where it listens, with the port it really has. It may be a wildcard such as 0.0.0.0. */
  Multiaddr address();

  /**
   * Waits for the next connection.
   *
   * @throws IOException once this listener is closed, and when the system refuses for the moment
   */
  RawConnection accept() throws IOException;

  /** Whether {@link #close} was called: then {@link #accept} never succeeds again. */
  boolean isClosed();

  @Override
  void close();
}
