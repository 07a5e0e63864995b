package dev.ggen.libp2p.crypto;

import dev.ggen.libp2p.multiformats.Bytes;

/** Checks signatures of one key. Safe for any number of threads. */
@FunctionalInterface
interface Verifier {
  /** False for anything that is not a good signature, malformed ones too. */
  boolean verify(byte[] message, byte[] signature);

  /** For the bytes of a key of this type; {@code MultiformatException} if they are none. */
  static Verifier of(KeyType type, Bytes data) {
    return switch (type) {
      case ED25519 -> new Ed25519Verifier(data);
      case RSA -> JdkVerifier.rsa(data);
      case ECDSA -> JdkVerifier.ecdsa(data);
      case SECP256K1 -> new Secp256k1Verifier(data);
    };
  }
}
