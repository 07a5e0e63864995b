package dev.ggen.libp2p.multiformats;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/** Bytes that never change. Ordered as unsigned numbers, from the first byte on. */
public final class Bytes implements Comparable<Bytes> {
  /** No bytes. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private static final int SHOWN_BYTES = 32;

  private final byte[] bytes;

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A copy of an array. */
  public static Bytes copyOf(byte[] bytes) {
    return new Bytes(bytes.clone());
  }

  /** The bytes from {@code from} to before {@code to}. */
  public static Bytes copyOf(byte[] bytes, int from, int to) {
    // The copy alone would fill up with zeros what lies behind the end.
    Objects.checkFromToIndex(from, to, bytes.length);
    return new Bytes(Arrays.copyOfRange(bytes, from, to));
  }

  /** From numbers of 0 to 255. */
  public static Bytes of(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return new Bytes(bytes);
  }

  /** From hexadecimal digits of either case, without prefix. */
  public static Bytes fromHex(String digits) {
    try {
      return new Bytes(HexFormat.of().parseHex(digits));
    } catch (IllegalArgumentException e) {
      throw new MultiformatException("not hexadecimal: " + e.getMessage(), e);
    }
  }

  /** All parts, one after the other. */
  public static Bytes concat(Bytes... parts) {
    byte[] joined = new byte[Arrays.stream(parts).mapToInt(Bytes::size).sum()];
    int at = 0;
    for (Bytes part : parts) {
      part.copyTo(joined, at);
      at += part.size();
    }
    return new Bytes(joined);
  }

  /** Reads {@code length} bytes of a buffer, which must have them. */
  static Bytes read(ByteBuffer buffer, long length, String what) {
    if (length < 0 || length > buffer.remaining()) {
      throw new MultiformatException(
          what + " needs " + length + " bytes, but only " + buffer.remaining() + " follow");
    }
    byte[] bytes = new byte[(int) length];
    buffer.get(bytes);
    return new Bytes(bytes);
  }

  /** How many there are. */
  public int size() {
    return bytes.length;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** One of them, from 0 on. */
  public byte at(int index) {
    return bytes[index];
  }

  /** A copy of them. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** Those from {@code from} to before {@code to}. */
  public Bytes slice(int from, int to) {
    return copyOf(bytes, from, to);
  }

  /** Copies all into an array, from {@code offset} on. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, bytes.length);
  }

  /** A view that can't be written through. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /** Whether they begin with others. */
  public boolean startsWith(Bytes prefix) {
    return bytes.length >= prefix.bytes.length
        && Arrays.equals(bytes, 0, prefix.bytes.length, prefix.bytes, 0, prefix.bytes.length);
  }

  /** In hexadecimal, lower case, whole. */
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** In hexadecimal, cut after 32 bytes. */
  @Override
  public String toString() {
    return bytes.length <= SHOWN_BYTES
        ? hex()
        : slice(0, SHOWN_BYTES).hex() + "… (" + bytes.length + " bytes)";
  }
}
