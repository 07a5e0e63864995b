package dev.ggen.libp2p.transport;

import java.io.IOException;

/**
 * A stream was ended abruptly; what was under way on it is lost. The connection lives on, so a new
 * stream may succeed.
 */
public final class StreamResetException extends IOException {
  private final boolean byPeer;

  /** With who ended it, and why. */
  public StreamResetException(boolean byPeer, String reason) {
    super(reason);
    this.byPeer = byPeer;
  }

  /** Whether the peer did it, rather than this end. */
  public boolean byPeer() {
    return byPeer;
  }
}
