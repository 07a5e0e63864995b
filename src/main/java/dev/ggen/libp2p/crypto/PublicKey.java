package dev.ggen.libp2p.crypto;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.MultiformatException;
import dev.ggen.libp2p.multiformats.PeerId;

/**
 * Somebody's public key, which checks what they signed: peer ids, "Keys". Immutable; equal if type
 * and bytes are.
 */
public final class PublicKey {
  /** An RSA key of 8,192 bits takes 1,062 bytes. */
  static final int MAX_BYTES = 2_048;

  private static final int TYPE = 1;
  private static final int DATA = 2;

  private final KeyType type;
  private final Bytes data;
  private final Verifier verifier;

  private PublicKey(KeyType type, Bytes data) {
    this.type = type;
    this.data = data;
    this.verifier = Verifier.of(type, data);
  }

  static PublicKey ed25519(Bytes data) {
    return new PublicKey(KeyType.ED25519, data);
  }

  /**
   * From the protobuf message {@code PublicKey}, in the one encoding that the specification allows:
   * peer ids derive from these bytes, so there must be only one for a key.
   *
   * @throws MultiformatException if it is another encoding or no key
   */
  public static PublicKey decode(Bytes encoded) {
    if (encoded.size() > MAX_BYTES) {
      throw new MultiformatException("a public key of " + encoded.size() + " bytes");
    }
    int[] type = {-1};
    Bytes[] data = {Bytes.EMPTY};
    Fields.read(
        encoded,
        "a public key",
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
    PublicKey key = new PublicKey(KeyType.of(type[0]), data[0]);
    if (!key.encode().equals(encoded)) {
      throw new MultiformatException("a public key that is not encoded deterministically");
    }
    return key;
  }

  /** The kind of key. */
  public KeyType type() {
    return type;
  }

  /** The protobuf message {@code PublicKey}. */
  public Bytes encode() {
    return encode(type, data);
  }

  static Bytes encode(KeyType type, Bytes data) {
    return Fields.write(out -> {
      out.writeEnum(TYPE, type.number());
      out.writeByteArray(DATA, data.toByteArray());
    });
  }

  /** The id of the peer that has this key. */
  public PeerId peerId() {
    return PeerId.ofKey(encode());
  }

  /**
   * Whether a message was signed by this key. False, never an error, for whatever is no signature.
   */
  public boolean verify(Bytes message, Bytes signature) {
    return verifier.verify(message.toByteArray(), signature.toByteArray());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicKey that && type == that.type && data.equals(that.data);
  }

  @Override
  public int hashCode() {
    return data.hashCode();
  }

  @Override
  public String toString() {
    return type + " key of " + peerId();
  }
}
