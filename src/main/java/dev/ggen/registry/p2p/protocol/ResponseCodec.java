package dev.ggen.registry.p2p.protocol;

import com.google.protobuf.CodedOutputStream;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import dev.ggen.registry.p2p.reconcile.ReconciliationLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** {@code Response} of {@code docs/registry-protocol.md}: exactly one of its fields is there. */
final class ResponseCodec {
  private static final int BUSY = 1;
  private static final int RANGES = 2;
  private static final int ENTRIES = 3;
  private static final int WANTED = 4;
  private static final int KEPT = 5;

  /** The one field of busy, ranges, wanted and kept. */
  private static final int CONTENT = 1;

  private static final int ENTRY = 1;
  private static final int COVERED = 2;
  private static final int MORE = 3;

  /** An hour: whoever is busy for longer is of no use. */
  private static final int MAX_RETRY_MILLIS = 3_600_000;

  private ResponseCodec() {}

  static Bytes encode(Response response) {
    return Wire.write(out -> {
      switch (response) {
        case Response.Busy busy ->
            put(out, BUSY, inner -> inner.writeUInt32(CONTENT, busy.retryMillis()));
        case Response.Ranges ranges ->
            put(out, RANGES, inner -> inner.writeByteArray(CONTENT, ranges.ranges().toByteArray()));
        case Response.Entries entries -> put(out, ENTRIES, inner -> write(entries, inner));
        case Response.Wanted wanted ->
            put(out, WANTED, inner -> inner.writeByteArray(CONTENT, wanted.bits().toByteArray()));
        case Response.Kept kept ->
            put(out, KEPT, inner -> inner.writeUInt32(CONTENT, kept.count()));
      }
    });
  }

  private static void put(CodedOutputStream out, int field, Wire.Writing inner) throws IOException {
    out.writeByteArray(field, Wire.write(inner).toByteArray());
  }

  private static void write(Response.Entries entries, CodedOutputStream out) throws IOException {
    Wire.writeEntries(ENTRY, entries.entries(), out);
    if (entries.covered() > 0) {
      out.writeUInt32(COVERED, entries.covered());
    }
    if (entries.more()) {
      out.writeBool(MORE, true);
    }
  }

  static Response decode(byte[] message) throws ProtocolViolationException {
    List<Response> found = new ArrayList<>();
    Wire.read(
        message,
        (tag, in) -> {
          int field = tag >>> 3;
          if (tag != Wire.bytesTag(field) || field < BUSY || field > KEPT) {
            return false;
          }
          found.add(decode(field, in.readByteArray()));
          return true;
        });
    if (found.size() != 1) {
      throw Wire.violation(found.size() + " known responses in one message");
    }
    return found.getFirst();
  }

  private static Response decode(int field, byte[] content) throws ProtocolViolationException {
    return switch (field) {
      case BUSY -> new Response.Busy(number(content, MAX_RETRY_MILLIS, "a time to retry"));
      case RANGES -> new Response.Ranges(ranges(content));
      case ENTRIES -> new Entries().read(content);
      case WANTED -> new Response.Wanted(places(content));
      default -> new Response.Kept(number(content, Wire.MAX_ENTRIES, "a number of entries"));
    };
  }

  private static int number(byte[] content, int max, String what)
      throws ProtocolViolationException {
    int[] value = new int[1];
    Wire.read(
        content,
        (tag, in) -> {
          if (tag != Wire.numberTag(CONTENT)) {
            return false;
          }
          value[0] = in.readUInt32();
          return true;
        });
    requireAtMost(value[0], max, what);
    return value[0];
  }

  private static void requireAtMost(int value, int max, String what)
      throws ProtocolViolationException {
    if (value < 0 || value > max) {
      throw Wire.violation(what + " of " + Integer.toUnsignedString(value) + "; at most " + max);
    }
  }

  private static Bytes content(byte[] message, int maxBytes) throws ProtocolViolationException {
    Bytes[] value = {Bytes.EMPTY};
    Wire.read(
        message,
        (tag, in) -> {
          if (tag != Wire.bytesTag(CONTENT)) {
            return false;
          }
          value[0] = Bytes.copyOf(in.readByteArray());
          return true;
        });
    if (value[0].size() > maxBytes) {
      throw Wire.violation(value[0].size() + " bytes; at most " + maxBytes);
    }
    return value[0];
  }

  private static Bytes ranges(byte[] message) throws ProtocolViolationException {
    return content(message, ReconciliationLimits.MESSAGE_BYTES);
  }

  private static List<Integer> places(byte[] message) throws ProtocolViolationException {
    Bytes bits = content(message, Wire.MAX_HASHES / Byte.SIZE);
    return BitSet.valueOf(bits.toByteArray()).stream().boxed().toList();
  }

  /** The fields that have been read so far. */
  private static final class Entries {
    private final List<Bytes> entries = new ArrayList<>();
    private int covered;
    private boolean more;

    Response read(byte[] content) throws ProtocolViolationException {
      Wire.read(
          content,
          (tag, in) -> {
            if (tag == Wire.bytesTag(ENTRY)) {
              Wire.addEntry(in.readByteArray(), entries);
            } else if (tag == Wire.numberTag(COVERED)) {
              covered = in.readUInt32();
            } else if (tag == Wire.numberTag(MORE)) {
              more = in.readBool();
            } else {
              return false;
            }
            return true;
          });
      requireAtMost(covered, Wire.MAX_HASHES, "a number of hashes");
      return new Response.Entries(entries, covered, more);
    }
  }
}
