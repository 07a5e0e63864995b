package dev.ggen.libp2p.mux;

import dev.ggen.libp2p.transport.MuxedStream;

/** Takes the streams that the peer opens. */
public interface StreamAcceptor {
  /**
   * Called by the thread that reads the connection: it must hand the stream over and return.
   *
   * @return false to refuse the stream, which is then reset
   */
  boolean accept(MuxedStream stream);

  /** The connection ended, with its reason. Called once, after the last {@link #accept}. */
  void closed(String reason);
}
