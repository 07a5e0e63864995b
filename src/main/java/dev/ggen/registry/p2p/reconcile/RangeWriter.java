package dev.ggen.registry.p2p.reconcile;

import dev.ggen.libp2p.multiformats.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Writes the ranges of a message, see {@link RangeCodec}. */
final class RangeWriter {
  /** More than the head and bound of a skipped range and of the next one, and two numbers. */
  static final int OVERHEAD = 80;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private Bound at = Bound.START;

  /** How many bytes there are so far. */
  int size() {
    return out.size();
  }

  /** At most how many bytes a range will take. */
  static int sizeOf(Range range) {
    return OVERHEAD
        + switch (range.content()) {
          case Range.Print print -> Fingerprint.BYTES;
          case Range.Listing listing -> listing.ids().size() * ShortIds.BYTES;
          case Range.Request request -> request.ids().size() * ShortIds.BYTES;
          case Range.Difference difference ->
              difference.lacking().size() * ShortIds.BYTES
                  + difference.having().size() * ItemHash.BYTES;
          case Range.Later later -> 0;
        };
  }

  /** Adds a range, which must not begin before the last one ended; what is between is skipped. */
  void add(Range range) {
    int order = at.compareTo(range.from());
    if (order > 0) {
      throw new IllegalArgumentException("ranges out of order");
    }
    if (order < 0) {
      head(range.from(), RangeCodec.SKIP);
    }
    switch (range.content()) {
      case Range.Print print -> {
        head(range.to(), RangeCodec.PRINT);
        number(print.fingerprint().high(), Long.BYTES);
        number(print.fingerprint().low(), Long.BYTES);
      }
      case Range.Listing listing -> {
        head(range.to(), RangeCodec.LISTING);
        ids(listing.ids());
      }
      case Range.Request request -> {
        head(range.to(), RangeCodec.REQUEST);
        ids(request.ids());
      }
      case Range.Difference difference -> {
        head(range.to(), RangeCodec.DIFFERENCE);
        ids(difference.lacking());
        varint(difference.having().size());
        difference.having().forEach(hash -> out.writeBytes(hash.toByteArray()));
      }
      case Range.Later later -> head(range.to(), RangeCodec.LATER);
    }
    at = range.to();
  }

  private void head(Bound to, int mode) {
    int length = to.isEnd() ? 0 : to.significantBytes();
    varint(length << RangeCodec.MODE_BITS | mode);
    out.write(to.hash().toByteArray(), 0, length);
  }

  private void ids(List<Long> ids) {
    varint(ids.size());
    ids.forEach(id -> number(id, ShortIds.BYTES));
  }

  private void number(long value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      out.write((int) (value >>> shift));
    }
  }

  private void varint(int value) {
    int left = value;
    while (left >= 0x80) {
      out.write((left & 0x7f) | 0x80);
      left >>>= 7;
    }
    out.write(left);
  }

  Bytes message() {
    return Bytes.copyOf(out.toByteArray());
  }
}
