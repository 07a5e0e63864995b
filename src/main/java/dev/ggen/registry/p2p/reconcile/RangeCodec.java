package dev.ggen.registry.p2p.reconcile;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the ranges of a message, {@code docs/registry-protocol.md}, "Ranges". Strict: there is one
 * way to write each message, and all else is refused.
 */
final class RangeCodec {
  /** More than fit into a message of full ranges; keeps the objects made of empty ones few. */
  static final int MAX_RANGES = 16_384;

  /** Short ids in a range: twice as many as this implementation sends. */
  static final int MAX_IDS = 64;

  static final int SKIP = 0;
  static final int PRINT = 1;
  static final int LISTING = 2;
  static final int REQUEST = 3;
  static final int DIFFERENCE = 4;
  static final int LATER = 5;
  static final int MODE_BITS = 3;

  private final ByteBuffer in;
  private final List<Range> ranges = new ArrayList<>();
  private Bound at = Bound.START;
  private int count;

  private RangeCodec(ByteBuffer in) {
    this.in = in;
  }

  static List<Range> decode(ByteBuffer message) throws ReconciliationException {
    RangeCodec codec = new RangeCodec(message);
    int mode = -1;
    while (codec.in.hasRemaining()) {
      mode = codec.range(mode);
    }
    if (mode == SKIP) {
      throw new ReconciliationException("a message that ends with a skipped range");
    }
    return codec.ranges;
  }

  private int range(int modeBefore) throws ReconciliationException {
    if (++count > MAX_RANGES) {
      throw new ReconciliationException("more than " + MAX_RANGES + " ranges");
    }
    if (at.isEnd()) {
      throw new ReconciliationException("a range behind the end");
    }
    int head = number("the head of a range", ItemHash.BYTES << MODE_BITS | LATER);
    int mode = head & ((1 << MODE_BITS) - 1);
    if (mode == SKIP && modeBefore == SKIP) {
      throw new ReconciliationException("two skipped ranges, one behind the other");
    }
    Bound from = at;
    at = bound(head >>> MODE_BITS);
    if (at.compareTo(from) <= 0) {
      throw new ReconciliationException("a range that ends before it begins");
    }
    content(mode, from);
    return mode;
  }

  private Bound bound(int length) throws ReconciliationException {
    if (length == 0) {
      return Bound.END;
    }
    need(length);
    byte[] hash = new byte[ItemHash.BYTES];
    in.get(hash, 0, length);
    if (hash[length - 1] == 0) {
      throw new ReconciliationException("a bound that ends with a zero");
    }
    return Bound.at(ItemHash.read(ByteBuffer.wrap(hash)));
  }

  private void content(int mode, Bound from) throws ReconciliationException {
    switch (mode) {
      case SKIP -> {}
      case PRINT -> {
        need(Fingerprint.BYTES);
        add(from, new Range.Print(Fingerprint.read(in)));
      }
      case LISTING -> add(from, new Range.Listing(ids()));
      case REQUEST -> add(from, new Range.Request(ids()));
      case DIFFERENCE -> add(from, new Range.Difference(ids(), hashes(from)));
      case LATER -> {
        if (!at.isEnd()) {
          throw new ReconciliationException("what comes later does not reach to the end");
        }
        add(from, new Range.Later());
      }
      default -> throw new ReconciliationException("a range of the unknown mode " + mode);
    }
  }

  private void add(Bound from, Range.Content content) {
    ranges.add(new Range(from, at, content));
  }

  private List<Long> ids() throws ReconciliationException {
    int size = number("a number of ids", MAX_IDS);
    need(size * ShortIds.BYTES);
    List<Long> ids = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      ids.add((in.getShort() & 0xffffL) << Integer.SIZE | (in.getInt() & 0xffffffffL));
    }
    return ids;
  }

  private List<ItemHash> hashes(Bound from) throws ReconciliationException {
    int size = number("a number of hashes", in.remaining() / ItemHash.BYTES);
    List<ItemHash> hashes = new ArrayList<>(size);
    Bound lowest = from;
    for (int i = 0; i < size; i++) {
      need(ItemHash.BYTES);
      ItemHash hash = ItemHash.read(in);
      Bound place = Bound.at(hash);
      boolean ordered = i == 0 ? place.compareTo(lowest) >= 0 : place.compareTo(lowest) > 0;
      if (!ordered || place.compareTo(at) >= 0) {
        throw new ReconciliationException("hashes out of order or out of their range");
      }
      lowest = place;
      hashes.add(hash);
    }
    return hashes;
  }

  /** A varint of at most three bytes, in as few as possible. */
  private int number(String what, int max) throws ReconciliationException {
    int value = 0;
    for (int shift = 0; shift <= 14; shift += 7) {
      need(1);
      int next = in.get() & 0xff;
      value |= (next & 0x7f) << shift;
      if (next < 0x80) {
        if (value > max || (next == 0 && shift > 0)) {
          throw new ReconciliationException(what + " is " + value + "; at most " + max);
        }
        return value;
      }
    }
    throw new ReconciliationException(what + " is a varint of more than three bytes");
  }

  private void need(int bytes) throws ReconciliationException {
    if (in.remaining() < bytes) {
      throw new ReconciliationException(
          "a range needs " + bytes + " more bytes, but only " + in.remaining() + " follow");
    }
  }
}
