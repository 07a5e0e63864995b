package dev.ggen.libp2p.multiformats;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Unsigned numbers of 7 bits a byte, the lowest first: <a
 * href="https://github.com/multiformats/unsigned-varint">unsigned-varint</a>. Numbers have at most
 * 63 bits in 9 bytes, and only their shortest form is taken.
 */
public final class Varint {
  /** "Practical maximum of 9 bytes (for security)". */
  public static final int MAX_BYTES = 9;

  private Varint() {}

  /** Where bytes come from one by one. */
  @FunctionalInterface
  public interface ByteSource {
    /** The next byte, 0 to 255. */
    int next() throws IOException;
  }

  /** How many bytes a number takes. */
  public static int size(long value) {
    requireUnsigned(value);
    return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
  }

  /** Writes a number and says how many bytes that took. */
  public static int put(long value, byte[] target, int offset) {
    requireUnsigned(value);
    int at = offset;
    long rest = value;
    for (; rest > 0x7f; rest >>>= 7) {
      target[at++] = (byte) (rest | 0x80);
    }
    target[at++] = (byte) rest;
    return at - offset;
  }

  /** The bytes of a number from 0 to 2^63 - 1. */
  public static Bytes encode(long value) {
    byte[] bytes = new byte[size(value)];
    put(value, bytes, 0);
    return Bytes.copyOf(bytes);
  }

  /** Reads a number from a buffer's position on. */
  public static long read(ByteBuffer buffer) {
    try {
      return read(() -> {
        if (!buffer.hasRemaining()) {
          throw new MultiformatException("the bytes end within a varint");
        }
        return buffer.get() & 0xff;
      });
    } catch (IOException e) {
      throw new IllegalStateException("a buffer does no input", e);
    }
  }

  /**
   * Reads a number byte by byte, never one too many.
   *
   * @throws MultiformatException if it is longer than 9 bytes or not in its shortest form
   */
  public static long read(ByteSource source) throws IOException {
    long value = 0;
    for (int count = 0; count < MAX_BYTES; count++) {
      int next = source.next();
      value |= (next & 0x7fL) << (7 * count);
      if (next < 0x80) {
        if (next == 0 && count > 0) {
          throw new MultiformatException("varint of " + (count + 1) + " bytes has a shorter form");
        }
        return value;
      }
    }
    throw new MultiformatException("varint is longer than " + MAX_BYTES + " bytes");
  }

  private static void requireUnsigned(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("a varint has at most 63 bits: " + value);
    }
  }
}
