package dev.ggen.libp2p.security;

import dev.ggen.libp2p.transport.ProtocolViolationException;

/** The peer's handshake or one of its messages is malformed, not authentic or not signed. */
public class HandshakeException extends ProtocolViolationException {
  HandshakeException(String what) {
    super(what);
  }

  HandshakeException(String what, Throwable cause) {
    super(what, cause);
  }
}
