package dev.ggen.libp2p.security;

import java.security.SecureRandom;
import org.bouncycastle.math.ec.rfc7748.X25519;

/**
 * An X25519 key pair and the {@code DH} function on it: Noise, section 12.1, and RFC 7748. By
 * Bouncy Castle, which takes half of the JDK's time. Safe for any number of threads.
 */
final class DhKeys {
  static final int PUBLIC_BYTES = X25519.POINT_SIZE;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] secret;
  private final byte[] publicBytes = new byte[PUBLIC_BYTES];

  private DhKeys(byte[] secret) {
    this.secret = secret;
    X25519.generatePublicKey(secret, 0, publicBytes, 0);
  }

  static DhKeys generate() {
    byte[] secret = new byte[X25519.SCALAR_SIZE];
    X25519.generatePrivateKey(RANDOM, secret);
    return new DhKeys(secret);
  }

  /** From a known secret. */
  static DhKeys of(byte[] secret) {
    return new DhKeys(secret.clone());
  }

  byte[] publicBytes() {
    return publicBytes.clone();
  }

  /**
   * The shared secret with another's public key.
   *
   * @throws HandshakeException if the key is one of the few points that give everyone the same
   */
  byte[] agree(byte[] theirPublic) throws HandshakeException {
    byte[] shared = new byte[X25519.POINT_SIZE];
    if (!X25519.calculateAgreement(secret, 0, theirPublic, 0, shared, 0)) {
      throw new HandshakeException("the peer's Diffie-Hellman key is of low order");
    }
    return shared;
  }
}
