package dev.ggen.libp2p.security;

import java.io.IOException;

/**
 * A connection carried 2^64 - 1 messages and must end: Noise, section 5.1. Connecting anew helps.
 */
public final class NonceExhaustedException extends IOException {
  NonceExhaustedException() {
    super("the connection's nonces are used up; connect anew");
  }
}
