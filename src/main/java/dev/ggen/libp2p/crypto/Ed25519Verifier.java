package dev.ggen.libp2p.crypto;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.MultiformatException;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Signatures by Ed25519: peer ids, "Ed25519", and RFC 8032. By Bouncy Castle, which takes an eighth
 * of the JDK's time.
 */
record Ed25519Verifier(Bytes key) implements Verifier {
  Ed25519Verifier {
    if (key.size() != Ed25519.PUBLIC_KEY_SIZE) {
      throw new MultiformatException("an Ed25519 key has 32 bytes, not " + key.size());
    }
  }

  @Override
  public boolean verify(byte[] message, byte[] signature) {
    return signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.verify(signature, 0, key.toByteArray(), 0, message, 0, message.length);
  }
}
