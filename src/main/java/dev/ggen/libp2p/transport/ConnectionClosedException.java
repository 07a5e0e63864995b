package dev.ggen.libp2p.transport;

import java.io.IOException;

/** The connection is gone, and every stream on it. Connecting anew may help. */
public final class ConnectionClosedException extends IOException {
  /** With why it is gone. */
  public ConnectionClosedException(String reason) {
    super(reason);
  }

  /** With why it is gone, and how that showed. */
  public ConnectionClosedException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
