package dev.ggen.libp2p.mux;

/**
 * How much the peer may send on a stream, an engine: yamux, "Flow Control". Credit is given back
 * only for what the reader has taken, so a reader that stops stops the peer; and when the reader
 * takes half a window in less than two round trips, the window is what limits the stream and
 * doubles, up to a limit. One thread at a time.
 */
final class ReceiveWindow {
  private static final int ROUND_TRIPS = 2;

  private final int maxBytes;
  private int windowBytes = YamuxSettings.INITIAL_WINDOW_BYTES;
  private int creditBytes = YamuxSettings.INITIAL_WINDOW_BYTES;
  private int takenBytes;
  private long lastGrantNanos;

  ReceiveWindow(int maxBytes, long nowNanos) {
    this.maxBytes = maxBytes;
    this.lastGrantNanos = nowNanos;
  }

  /** The peer sent so much. False if it had no credit for that, which is its fault. */
  boolean arrived(int bytes) {
    if (bytes < 0 || bytes > creditBytes) {
      return false;
    }
    creditBytes -= bytes;
    return true;
  }

  /**
   * The reader took so much.
   *
   * @return how much credit to grant the peer now; 0 for none yet
   */
  int taken(int bytes, long nowNanos, long roundTripNanos) {
    takenBytes += bytes;
    if (takenBytes < windowBytes / 2) {
      return 0;
    }
    int grant = takenBytes;
    if (nowNanos - lastGrantNanos < ROUND_TRIPS * roundTripNanos && windowBytes < maxBytes) {
      int grown = (int) Math.min(2L * windowBytes, maxBytes);
      grant += grown - windowBytes;
      windowBytes = grown;
    }
    takenBytes = 0;
    lastGrantNanos = nowNanos;
    creditBytes += grant;
    return grant;
  }

  /** The present size of the window. */
  int windowBytes() {
    return windowBytes;
  }
}
