package dev.ggen.registry.p2p.reconcile;

import dev.ggen.libp2p.multiformats.Bytes;
import java.nio.ByteBuffer;

/**
 * The 32 bytes that an item of a set is known by, as four big-endian words. Ordered as an unsigned
 * number. Smaller than the same as {@link Bytes}, of which there would be hundreds of thousands.
 */
public record ItemHash(long first, long second, long third, long fourth)
    implements Comparable<ItemHash> {
  /** How many bytes one has. */
  public static final int BYTES = 32;

  static final ItemHash ZERO = new ItemHash(0, 0, 0, 0);

  /**
   * From 32 bytes.
   *
   * @throws IllegalArgumentException if there are more or fewer
   */
  public static ItemHash of(Bytes bytes) {
    if (bytes.size() != BYTES) {
      throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.size());
    }
    return read(bytes.buffer());
  }

  /** Takes the next 32 bytes of a buffer, which must have them. */
  static ItemHash read(ByteBuffer from) {
    return new ItemHash(from.getLong(), from.getLong(), from.getLong(), from.getLong());
  }

  /** Its 32 bytes. */
  public Bytes bytes() {
    return Bytes.copyOf(toByteArray());
  }

  byte[] toByteArray() {
    byte[] bytes = new byte[BYTES];
    ByteBuffer.wrap(bytes).putLong(first).putLong(second).putLong(third).putLong(fourth);
    return bytes;
  }

  /** One of its 64 half bytes, from the left. */
  int nibble(int index) {
    long word =
        switch (index >>> 4) {
          case 0 -> first;
          case 1 -> second;
          case 2 -> third;
          default -> fourth;
        };
    return (int) (word >>> (60 - 4 * (index & 15))) & 15;
  }

  ItemHash plus(ItemHash other) {
    long d = fourth + other.fourth;
    long carry = carry(fourth, d);
    long c = third + other.third + carry;
    carry = carry(third, other.third, carry);
    long b = second + other.second + carry;
    carry = carry(second, other.second, carry);
    return new ItemHash(first + other.first + carry, b, c, d);
  }

  private static long carry(long addend, long sum) {
    return Long.compareUnsigned(sum, addend) < 0 ? 1 : 0;
  }

  private static long carry(long a, long b, long carry) {
    long partial = a + b;
    return carry(a, partial) + carry(partial, partial + carry);
  }

  /** What must be added to get zero, modulo 2 to the power of 256. */
  ItemHash negated() {
    return new ItemHash(~first, ~second, ~third, ~fourth).plus(new ItemHash(0, 0, 0, 1));
  }

  @Override
  public int compareTo(ItemHash other) {
    int order = Long.compareUnsigned(first, other.first);
    if (order == 0) {
      order = Long.compareUnsigned(second, other.second);
    }
    if (order == 0) {
      order = Long.compareUnsigned(third, other.third);
    }
    return order == 0 ? Long.compareUnsigned(fourth, other.fourth) : order;
  }

  /** In hexadecimal. */
  @Override
  public String toString() {
    return bytes().hex();
  }
}
