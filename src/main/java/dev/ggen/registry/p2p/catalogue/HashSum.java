package dev.ggen.registry.p2p.catalogue;

import dev.ggen.libp2p.multiformats.Bytes;
import java.nio.ByteBuffer;

/** Numbers of 256 bits as four longs, most significant first, and their sums modulo 2^256. */
final class HashSum {
  static final int LONGS = 4;
  static final int BYTES = LONGS * Long.BYTES;

  private HashSum() {}

  static long[] ofHash(Bytes hash) {
    if (hash.size() != BYTES) {
      throw new IllegalArgumentException("a hash of " + hash.size() + " bytes; it has " + BYTES);
    }
    long[] number = new long[LONGS];
    hash.buffer().asLongBuffer().get(number);
    return number;
  }

  static Bytes toBytes(long[] numbers, int at) {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.asLongBuffer().put(numbers, at, LONGS);
    return Bytes.copyOf(bytes.array());
  }

  /** Adds the number at a place of one array to the one at a place of another. */
  static void add(long[] sum, int sumAt, long[] number, int at) {
    long carry = 0;
    for (int i = LONGS - 1; i >= 0; i--) {
      long left = sum[sumAt + i];
      long once = left + number[at + i];
      long both = once + carry;
      boolean overflows =
          Long.compareUnsigned(once, left) < 0 || Long.compareUnsigned(both, once) < 0;
      sum[sumAt + i] = both;
      carry = overflows ? 1 : 0;
    }
  }

  /** Takes the number at a place of one array from the one at a place of another. */
  static void subtract(long[] sum, int sumAt, long[] number, int at) {
    long borrow = 0;
    for (int i = LONGS - 1; i >= 0; i--) {
      long left = sum[sumAt + i];
      long once = left - number[at + i];
      long both = once - borrow;
      boolean underflows =
          Long.compareUnsigned(left, number[at + i]) < 0 || Long.compareUnsigned(once, borrow) < 0;
      sum[sumAt + i] = both;
      borrow = underflows ? 1 : 0;
    }
  }

  static int compare(long[] numbers, int at, long[] other, int otherAt) {
    for (int i = 0; i < LONGS; i++) {
      int byPart = Long.compareUnsigned(numbers[at + i], other[otherAt + i]);
      if (byPart != 0) {
        return byPart;
      }
    }
    return 0;
  }
}
