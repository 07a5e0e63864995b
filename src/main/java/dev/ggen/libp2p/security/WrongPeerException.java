package dev.ggen.libp2p.security;

import dev.ggen.libp2p.multiformats.PeerId;

/** Somebody else than the expected peer answered at an address. */
public final class WrongPeerException extends HandshakeException {
  private final PeerId expected;
  private final PeerId actual;

  WrongPeerException(PeerId expected, PeerId actual) {
    super("expected peer " + expected + ", but " + actual + " answered");
    this.expected = expected;
    this.actual = actual;
  }

  /** Who should have answered. */
  public PeerId expected() {
    return expected;
  }

  /** Who did. */
  public PeerId actual() {
    return actual;
  }
}
