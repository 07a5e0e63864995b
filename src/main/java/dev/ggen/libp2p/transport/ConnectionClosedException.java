package dev.ggen.libp2p.transport;

import java.io.IOException;

/** The connection is gone, and every stream on it. Connecting anew may help. */
public final class ConnectionClosedException extends IOException {
  public ConnectionClosedException(String reason) {
    super(reason);
  }

  public ConnectionClosedException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
