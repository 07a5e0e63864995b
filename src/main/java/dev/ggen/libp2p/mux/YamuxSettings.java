package dev.ggen.libp2p.mux;

import java.time.Duration;

/**
 * Limits of one yamux connection.
 *
 * @param maxWindowBytes to which a stream's window may grow: the most that a reader who stops can
 *     make us keep for one stream. Larger is faster over long distances.
 * @param maxUnreadBytes what all streams together may hold unread; a stream that would exceed it is
 *     reset
 * @param maxInboundStreams how many streams the peer may have open; more are refused with a reset
 * @param keepAlive after so much silence the peer is asked for a sign of life, and after three
 *     times as much the connection is given up
 * @param linger how long a stream that we have closed waits for the peer to close its side
 */
public record YamuxSettings(
    int maxWindowBytes,
    int maxUnreadBytes,
    int maxInboundStreams,
    Duration keepAlive,
    Duration linger) {
  /** Fixed by the specification, "Flow Control". */
  public static final int INITIAL_WINDOW_BYTES = 256 * 1024;

  public YamuxSettings {
    if (maxWindowBytes < INITIAL_WINDOW_BYTES) {
      throw new IllegalArgumentException(
          "maxWindowBytes is " + maxWindowBytes + ", but must be at least " + INITIAL_WINDOW_BYTES);
    }
    if (maxUnreadBytes < maxWindowBytes) {
      throw new IllegalArgumentException(
          "maxUnreadBytes is " + maxUnreadBytes + ", but must be at least maxWindowBytes");
    }
    if (maxInboundStreams < 1) {
      throw new IllegalArgumentException("maxInboundStreams must be at least 1");
    }
    if (!keepAlive.isPositive() || !linger.isPositive()) {
      throw new IllegalArgumentException("keepAlive and linger must be positive");
    }
  }

  /** Windows of 16 MiB, twice that unread, 1,024 streams, a sign of life every 15 s. */
  public static YamuxSettings defaults() {
    return new YamuxSettings(
        16 << 20, 32 << 20, 1_024, Duration.ofSeconds(15), Duration.ofSeconds(10));
  }
}
