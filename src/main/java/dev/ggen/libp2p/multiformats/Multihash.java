package dev.ggen.libp2p.multiformats;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A digest that says its own function: <a
 * href="https://github.com/multiformats/multihash">multihash</a>. Functions that are not known here
 * are carried along.
 *
 * @param code the function, by the multicodec table
 * @param digest at most {@link #MAX_DIGEST_BYTES}
 */
public record Multihash(long code, Bytes digest) {
  /** The digest is the content itself. */
  public static final long IDENTITY = 0x00;

  /** SHA-256 of FIPS 180-4. */
  public static final long SHA2_256 = 0x12;

  /** SHA-512 of FIPS 180-4. */
  public static final long SHA2_512 = 0x13;

  /** No known function gives more than 64 bytes, and identity is meant for little. */
  public static final int MAX_DIGEST_BYTES = 128;

  public Multihash {
    int size = digest.size();
    if (size > MAX_DIGEST_BYTES) {
      throw new MultiformatException(
          "digest of " + size + " bytes; at most " + MAX_DIGEST_BYTES + " are taken");
    }
    if ((code == SHA2_256 && size != 32) || (code == SHA2_512 && size != 64)) {
      throw new MultiformatException(
          "digest of " + size + " bytes does not fit its function 0x" + Long.toHexString(code));
    }
  }

  /** The bytes themselves, of which there may be {@link #MAX_DIGEST_BYTES}. */
  public static Multihash identity(Bytes bytes) {
    return new Multihash(IDENTITY, bytes);
  }

  /** The SHA-256 of a content. */
  public static Multihash sha256(Bytes bytes) {
    return new Multihash(SHA2_256, digest("SHA-256", bytes));
  }

  /** The SHA-512 of a content. */
  public static Multihash sha512(Bytes bytes) {
    return new Multihash(SHA2_512, digest("SHA-512", bytes));
  }

  private static Bytes digest(String algorithm, Bytes bytes) {
    try {
      return Bytes.copyOf(MessageDigest.getInstance(algorithm).digest(bytes.toByteArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks " + algorithm, e);
    }
  }

  /** From the binary form, whole. */
  public static Multihash decode(Bytes bytes) {
    ByteBuffer buffer = bytes.buffer();
    Multihash hash = read(buffer);
    if (buffer.hasRemaining()) {
      throw new MultiformatException(buffer.remaining() + " bytes follow the multihash");
    }
    return hash;
  }

  /** Reads one from a buffer's position on. */
  public static Multihash read(ByteBuffer buffer) {
    long code = Varint.read(buffer);
    return new Multihash(code, Bytes.read(buffer, Varint.read(buffer), "a digest"));
  }

  /** The binary form: function, length and digest. */
  public Bytes encode() {
    return Bytes.concat(Varint.encode(code), Varint.encode(digest.size()), digest);
  }
}
