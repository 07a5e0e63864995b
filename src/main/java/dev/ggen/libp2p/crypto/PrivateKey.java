package dev.ggen.libp2p.crypto;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.MultiformatException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;

/**
 * Our own identity, an Ed25519 key: peer ids, "Ed25519", and RFC 8032. Never shown by {@link
 * #toString}. Safe for any number of threads.
 */
public final class PrivateKey {
  private static final int SEED_BYTES = 32;
  private static final int PAIR_BYTES = 64;
  private static final int OLD_BYTES = 96;
  private static final int TYPE = 1;
  private static final int DATA = 2;

  /** What stands before the seed in a PKCS #8 encoding: RFC 8410, section 7. */
  private static final Bytes PKCS8_PREFIX = Bytes.fromHex("302e020100300506032b657004220420");

  private final Bytes seed;
  private final Bytes publicBytes;
  private final java.security.PrivateKey key;
  private final PublicKey publicKey;

  private PrivateKey(Bytes seed, Bytes publicBytes) {
    this.seed = seed;
    this.publicBytes = publicBytes;
    this.publicKey = PublicKey.ed25519(publicBytes);
    try {
      key =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(
                  new PKCS8EncodedKeySpec(Bytes.concat(PKCS8_PREFIX, seed).toByteArray()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks Ed25519", e);
    }
    Bytes probe = Bytes.of(1);
    if (!publicKey.verify(probe, sign(probe))) {
      throw new MultiformatException("the private key does not belong to its public key");
    }
  }

  /** A new one, by the system's secure random source. */
  public static PrivateKey generate() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return new PrivateKey(
          tail(pair.getPrivate().getEncoded()), tail(pair.getPublic().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks Ed25519", e);
    }
  }

  private static Bytes tail(byte[] encoded) {
    return Bytes.copyOf(encoded, encoded.length - SEED_BYTES, encoded.length);
  }

  /**
   * From the protobuf message {@code PrivateKey}; also in the older form that has the public key
   * twice.
   *
   * @throws MultiformatException if it is none, or not of Ed25519
   */
  public static PrivateKey decode(Bytes encoded) {
    int[] type = {-1};
    Bytes[] data = {Bytes.EMPTY};
    Fields.read(
        encoded,
        "a private key",
        (tag, in) -> {
          if (tag == Fields.number(TYPE)) {
            type[0] = in.readEnum();
          } else if (tag == Fields.bytes(DATA)) {
            data[0] = Fields.readBytes(in);
          } else {
            return false;
          }
          return true;
        });
    if (type[0] != KeyType.ED25519.number()) {
      throw new MultiformatException("a private key of another type than Ed25519");
    }
    return ofPair(data[0]);
  }

  private static PrivateKey ofPair(Bytes data) {
    boolean old = data.size() == OLD_BYTES;
    if (!old && data.size() != PAIR_BYTES) {
      throw new MultiformatException("an Ed25519 private key has 64 bytes, not " + data.size());
    }
    Bytes publicBytes = data.slice(SEED_BYTES, PAIR_BYTES);
    if (old && !publicBytes.equals(data.slice(PAIR_BYTES, OLD_BYTES))) {
      throw new MultiformatException("an old private key whose two public keys differ");
    }
    return new PrivateKey(data.slice(0, SEED_BYTES), publicBytes);
  }

  /** The protobuf message {@code PrivateKey}. Keep it secret. */
  public Bytes encode() {
    return PublicKey.encode(KeyType.ED25519, Bytes.concat(seed, publicBytes));
  }

  /** What others know of this key. */
  public PublicKey publicKey() {
    return publicKey;
  }

  /** The signature of a message, 64 bytes. */
  public Bytes sign(Bytes message) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(key);
      signer.update(message.toByteArray());
      return Bytes.copyOf(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java can't sign by Ed25519", e);
    }
  }

  @Override
  public String toString() {
    return "private key of " + publicKey.peerId();
  }
}
