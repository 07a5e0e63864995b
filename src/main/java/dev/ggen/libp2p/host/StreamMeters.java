package dev.ggen.libp2p.host;

import dev.ggen.libp2p.multiformats.PeerId;
import java.io.IOException;

/** Watches, and may slow down, what is sent and received on a host's streams. Any thread. */
@FunctionalInterface
public interface StreamMeters {
  /** Watches nothing. */
  StreamMeters NONE = (peer, protocol) -> StreamMeter.NONE;

  /** What watches one new stream. */
  StreamMeter open(PeerId peer, String protocol);

  /** Watches one stream. */
  interface StreamMeter {
    /** Watches nothing. */
    StreamMeter NONE = new StreamMeter() {};

    /** How many bytes may be sent, or received, at once; asked before each time. */
    default int step() {
      return Integer.MAX_VALUE;
    }

    /**
     * So many bytes are about to be sent; may wait.
     *
     * @throws IOException if they may not be sent within a time
     */
    default void sending(int bytes) throws IOException {}

    /**
     * So many bytes were received; may wait, and so slow down the sender.
     *
     * @throws IOException if there was no room for them within a time
     */
    default void received(int bytes) throws IOException {}
  }
}
