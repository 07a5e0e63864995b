package dev.ggen.libp2p.transport;

import java.io.IOException;

/** The peer sent what its protocol does not allow. Its fault: a retry does not help. */
public class ProtocolViolationException extends IOException {
  /** With what the peer did. */
  public ProtocolViolationException(String what) {
    super(what);
  }

  /** With what the peer did, and how that showed. */
  public ProtocolViolationException(String what, Throwable cause) {
    super(what, cause);
  }
}
