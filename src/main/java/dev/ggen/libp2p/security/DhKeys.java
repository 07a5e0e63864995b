package dev.ggen.libp2p.security;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import javax.crypto.KeyAgreement;

/**
 * An X25519 key pair and the {@code DH} function on it: Noise, section 12.1, and RFC 7748. Safe for
 * any number of threads.
 */
final class DhKeys {
  static final int PUBLIC_BYTES = 32;

  /** What stands before the 32 bytes in the standard encodings: RFC 8410, sections 4 and 7. */
  private static final byte[] PUBLIC_PREFIX = HexFormat.of().parseHex("302a300506032b656e032100");

  private static final byte[] PRIVATE_PREFIX =
      HexFormat.of().parseHex("302e020100300506032b656e04220420");

  private final PrivateKey secret;
  private final byte[] publicBytes;

  private DhKeys(PrivateKey secret, byte[] publicBytes) {
    this.secret = secret;
    this.publicBytes = publicBytes;
  }

  static DhKeys generate() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("X25519").generateKeyPair();
      byte[] encoded = pair.getPublic().getEncoded();
      byte[] bytes = new byte[PUBLIC_BYTES];
      System.arraycopy(encoded, encoded.length - PUBLIC_BYTES, bytes, 0, PUBLIC_BYTES);
      return new DhKeys(pair.getPrivate(), bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks X25519", e);
    }
  }

  /** From a known secret, whose public key is the product with the base point 9. */
  static DhKeys of(byte[] secretBytes) {
    try {
      PrivateKey secret =
          KeyFactory.getInstance("X25519")
              .generatePrivate(new PKCS8EncodedKeySpec(join(PRIVATE_PREFIX, secretBytes)));
      byte[] basePoint = new byte[PUBLIC_BYTES];
      basePoint[0] = 9;
      return new DhKeys(secret, agree(secret, basePoint));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks X25519", e);
    }
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
    try {
      return agree(secret, theirPublic);
    } catch (InvalidKeyException | InvalidKeySpecException e) {
      throw new HandshakeException("the peer's Diffie-Hellman key is of low order", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks X25519", e);
    }
  }

  private static byte[] agree(PrivateKey secret, byte[] theirPublic)
      throws GeneralSecurityException {
    PublicKey theirs =
        KeyFactory.getInstance("X25519")
            .generatePublic(new X509EncodedKeySpec(join(PUBLIC_PREFIX, theirPublic)));
    KeyAgreement agreement = KeyAgreement.getInstance("X25519");
    agreement.init(secret);
    agreement.doPhase(theirs, true);
    return agreement.generateSecret();
  }

  private static byte[] join(byte[] prefix, byte[] bytes) {
    byte[] joined = new byte[prefix.length + bytes.length];
    System.arraycopy(prefix, 0, joined, 0, prefix.length);
    System.arraycopy(bytes, 0, joined, prefix.length, bytes.length);
    return joined;
  }
}
