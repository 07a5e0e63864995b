package dev.ggen.libp2p.transport;

import java.time.Duration;

/**
 * One of many duplexes on a connection, with back-pressure of its own: {@link #write} waits while
 * the peer's reader is behind.
 *
 * <p>Every wait ends: by {@link #timeout}, by {@link #deadline}, or with the connection. A wait
 * that took too long throws {@link java.net.SocketTimeoutException}; the stream is then still open,
 * and usually should be {@link #reset}. {@link #close} is the polite end: what was written still
 * arrives, what the peer still sends is thrown away.
 */
public interface MuxedStream extends Duplex {
  /** How long a single wait may last unless {@link #timeout} says otherwise. */
  Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);

  /** Bounds each wait of {@link #read} and {@link #write} from now on. */
  void timeout(Duration perWait);

  /** Bounds all waits together: from now on, the stream may be waited for only so long in all. */
  void deadline(Duration fromNow);

  /** Ends both directions at once; the peer gets an error, and what was under way is lost. */
  void reset();
}
