package dev.ggen.registry.p2p.protocol;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Limits of the protocol, and protobuf messages without generated code, read strictly. */
final class Wire {
  static final String NAME = "registry";

  /** Of a message without its length. */
  static final int MAX_MESSAGE_BYTES = 1024 * 1024;

  /** Of an envelope: what a value of the DHT may have. */
  static final int MAX_ENTRY_BYTES = 8 * 1024;

  /** Before an entry in a message: its tag and its length. */
  static final int ENTRY_OVERHEAD_BYTES = 4;

  /** What entries of one message may take, each with its overhead. */
  static final int MAX_ENTRIES_BYTES = MAX_MESSAGE_BYTES - 1024;

  /** In one message: as many hashes as fit easily, and entries of any size to match. */
  static final int MAX_ENTRIES = 2_048;

  /** Asked for or offered in one message: 16 KiB. */
  static final int MAX_HASHES = 512;

  static final int HASH_BYTES = 32;

  /** Names that grants are asked for in one message. */
  static final int MAX_NAMES = 256;

  @FunctionalInterface
  interface Writing {
    void to(CodedOutputStream out) throws IOException;
  }

  @FunctionalInterface
  interface Reading {
    /** Reads the value of a field that it knows by its tag; false if it does not. */
    boolean of(int tag, CodedInputStream in) throws IOException;
  }

  private Wire() {}

  static Bytes write(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      writing.to(out);
      out.flush();
    } catch (IOException e) {
      throw new IllegalStateException("memory can't fail", e);
    }
    return Bytes.copyOf(bytes.toByteArray());
  }

  /** Reads a message; fields that are not known are skipped. */
  static void read(byte[] message, Reading reading) throws ProtocolViolationException {
    try {
      CodedInputStream in = CodedInputStream.newInstance(message);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (!reading.of(tag, in) && !in.skipField(tag)) {
          throw violation("an end without a beginning");
        }
      }
    } catch (ProtocolViolationException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      throw new ProtocolViolationException(NAME + ": " + e.getMessage(), e);
    }
  }

  static ProtocolViolationException violation(String what) {
    return new ProtocolViolationException(NAME + ": " + what);
  }

  static int bytesTag(int field) {
    return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  static int numberTag(int field) {
    return field << 3 | WireFormat.WIRETYPE_VARINT;
  }

  static Bytes join(List<Bytes> hashes) {
    return Bytes.concat(hashes.toArray(Bytes[]::new));
  }

  static List<Bytes> hashes(byte[] joined) throws ProtocolViolationException {
    int count = joined.length / HASH_BYTES;
    if (joined.length % HASH_BYTES != 0 || count < 1 || count > MAX_HASHES) {
      throw violation(
          joined.length + " bytes of hashes; 1 to " + MAX_HASHES + " of " + HASH_BYTES + " bytes");
    }
    List<Bytes> hashes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      hashes.add(Bytes.copyOf(joined, i * HASH_BYTES, (i + 1) * HASH_BYTES));
    }
    return hashes;
  }

  static void addEntry(byte[] entry, List<Bytes> entries) throws ProtocolViolationException {
    if (entries.size() == MAX_ENTRIES) {
      throw violation("more than " + MAX_ENTRIES + " entries");
    }
    if (entry.length == 0 || entry.length > MAX_ENTRY_BYTES) {
      throw violation("an entry of " + entry.length + " bytes; 1 to " + MAX_ENTRY_BYTES);
    }
    entries.add(Bytes.copyOf(entry));
  }

  static void writeEntries(int field, List<Bytes> entries, CodedOutputStream out)
      throws IOException {
    for (Bytes entry : entries) {
      out.writeByteArray(field, entry.toByteArray());
    }
  }

  /** How many of the first entries fit into one message. */
  static int fitting(List<Bytes> entries) {
    int count = 0;
    int room = MAX_ENTRIES_BYTES;
    while (count < entries.size() && count < MAX_ENTRIES) {
      room -= entries.get(count).size() + ENTRY_OVERHEAD_BYTES;
      if (room < 0) {
        break;
      }
      count++;
    }
    return count;
  }
}
