package dev.ggen.registry.p2p.protocol;

import java.io.IOException;
import java.time.Duration;

/** The peer has too much to do. Nobody's fault: a retry helps. */
public final class BusyException extends IOException {
  private static final long serialVersionUID = 1;

  private final Duration retryAfter;

  BusyException(Duration retryAfter) {
    super("registry: the peer is busy for " + retryAfter);
    this.retryAfter = retryAfter;
  }

  /** How long to wait. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
