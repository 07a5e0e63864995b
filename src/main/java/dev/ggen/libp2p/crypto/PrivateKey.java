package dev.ggen.libp2p.crypto;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.MultiformatException;
import java.security.SecureRandom;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

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

  private final Bytes seed;
  private final Bytes publicBytes;
  private final PublicKey publicKey;

  private PrivateKey(Bytes seed, Bytes publicBytes) {
    this.seed = seed;
    this.publicBytes = publicBytes;
    this.publicKey = PublicKey.ed25519(publicBytes);
    Bytes probe = Bytes.of(1);
    if (!publicKey.verify(probe, sign(probe))) {
      throw new MultiformatException("the private key does not belong to its public key");
    }
  }

  /** A new one, by the system's secure random source. */
  public static PrivateKey generate() {
    byte[] seed = new byte[SEED_BYTES];
    new SecureRandom().nextBytes(seed);
    byte[] publicBytes = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, publicBytes, 0);
    return new PrivateKey(Bytes.copyOf(seed), Bytes.copyOf(publicBytes));
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
    byte[] bytes = message.toByteArray();
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(
        seed.toByteArray(), 0, publicBytes.toByteArray(), 0, bytes, 0, bytes.length, signature, 0);
    return Bytes.copyOf(signature);
  }

  @Override
  public String toString() {
    return "private key of " + publicKey.peerId();
  }
}
