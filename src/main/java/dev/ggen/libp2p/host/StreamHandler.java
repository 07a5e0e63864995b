package dev.ggen.libp2p.host;

import java.io.IOException;

/** Serves the streams of one protocol that peers open. */
@FunctionalInterface
public interface StreamHandler {
  /**
   * Serves a stream, on a virtual thread of its own. The stream is closed when this returns, and
   * reset when it throws; an {@link IOException} is taken for the peer's or the network's fault.
   */
  void handle(Stream stream) throws IOException;
}
