package dev.ggen.libp2p.transport;

import java.io.IOException;

/** The peer sent what its protocol does not allow. Its fault: a retry does not help. */
public class ProtocolViolationException extends IOException {
  public ProtocolViolationException(String what) {
    super(what);
  }

  public ProtocolViolationException(String what, Throwable cause) {
    super(what, cause);
  }
}
