package dev.ggen.libp2p.transport;

import java.io.IOException;
import java.time.Duration;

/** A secure connection that carries many streams. Safe for any number of threads. */
public interface MuxedConnection extends AutoCloseable {
  /**
   * Opens a stream, waiting at most {@code timeout} for a place among those that the peer has not
   * acknowledged yet.
   *
   * @throws ConnectionClosedException if the connection is gone or about to go
   */
  MuxedStream open(Duration timeout) throws IOException;

  /** How many streams are open, of both sides. */
  int openStreams();

  /** The latest measured time for a round trip; zero before the first. */
  Duration roundTrip();

  /** Whether it has ended. */
  boolean isClosed();

  /** Tells the peer, then ends all. Does not wait. */
  @Override
  void close();
}
