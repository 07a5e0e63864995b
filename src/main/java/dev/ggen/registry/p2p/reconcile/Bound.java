package dev.ggen.registry.p2p.reconcile;

import java.nio.ByteBuffer;

/** Where a range begins or ends: before all hashes from this one on, or behind all hashes. */
record Bound(ItemHash hash, boolean isEnd) implements Comparable<Bound> {
  static final Bound START = new Bound(ItemHash.ZERO, false);
  static final Bound END = new Bound(ItemHash.ZERO, true);

  static Bound at(ItemHash hash) {
    return new Bound(hash, false);
  }

  /** The one with the fewest bytes that divides two neighbours. */
  static Bound between(ItemHash lower, ItemHash upper) {
    byte[] below = lower.toByteArray();
    byte[] above = upper.toByteArray();
    int length = 0;
    while (below[length] == above[length]) {
      length++;
    }
    byte[] prefix = new byte[ItemHash.BYTES];
    System.arraycopy(above, 0, prefix, 0, length + 1);
    return at(ItemHash.read(ByteBuffer.wrap(prefix)));
  }

  /** How many bytes are left when the zeros at the end are left out. */
  int significantBytes() {
    byte[] bytes = hash.toByteArray();
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] == 0) {
      length--;
    }
    return length;
  }

  /** How many hashes of a set lie before it. */
  int rankIn(RecordSet set) {
    return isEnd ? set.size() : set.rank(hash);
  }

  @Override
  public int compareTo(Bound other) {
    int order = Boolean.compare(isEnd, other.isEnd);
    return order == 0 ? hash.compareTo(other.hash) : order;
  }
}
