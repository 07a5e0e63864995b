package dev.ggen.libp2p.bitswap;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.MultiformatException;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What peers send each other: {@code Message} of bitswap 1.2.0, "Wire Format".
 *
 * @param wants what the sender wants, and no longer wants
 * @param full whether these are all that it wants
 * @param blocks blocks, as parts of the message's bytes
 * @param presences what the sender has and has not
 */
record BitswapMessage(
    List<Want> wants, boolean full, List<Block> blocks, List<Presence> presences) {
  /** A block of 2 MiB and what is around it; others send messages of up to 4 MiB. */
  static final int MAX_BYTES = 4 << 20;

  /** "Block Sizes": larger blocks are not exchanged. */
  static final int MAX_BLOCK_BYTES = 2 << 20;

  /** Of each kind in one message. */
  static final int MAX_ENTRIES = 16_384;

  private static final int MAX_CID_BYTES = 128;

  private static final int WANTLIST = 1;
  private static final int OLD_BLOCKS = 2;
  private static final int PAYLOAD = 3;
  private static final int PRESENCES = 4;

  private static final int ENTRIES = 1;
  private static final int FULL = 2;

  private static final int WANT_BLOCK = 1;
  private static final int WANT_PRIORITY = 2;
  private static final int WANT_CANCEL = 3;
  private static final int WANT_TYPE = 4;
  private static final int WANT_SEND_DONT_HAVE = 5;

  private static final int BLOCK_PREFIX = 1;
  private static final int BLOCK_DATA = 2;

  private static final int PRESENCE_CID = 1;
  private static final int PRESENCE_TYPE = 2;
  private static final int DONT_HAVE = 1;

  BitswapMessage {
    wants = List.copyOf(wants);
    blocks = List.copyOf(blocks);
    presences = List.copyOf(presences);
  }

  /** What a want is for. */
  enum WantType {
    /** The block itself. */
    BLOCK,
    /** Whether the peer has it. */
    HAVE
  }

  /**
   * An entry of a wantlist.
   *
   * @param priority the higher the sooner
   * @param cancel whether it is no longer wanted
   * @param sendDontHave whether the peer is to say so if it has not got it
   */
  record Want(Cid cid, int priority, boolean cancel, WantType type, boolean sendDontHave) {
    static Want block(Cid cid) {
      return new Want(cid, 1, false, WantType.BLOCK, true);
    }

    static Want have(Cid cid) {
      return new Want(cid, 1, false, WantType.HAVE, true);
    }

    static Want cancel(Cid cid) {
      return new Want(cid, 1, true, WantType.BLOCK, false);
    }
  }

  /**
   * A block whose CID is not known before it is hashed.
   *
   * @param prefix version, codec, hash function and length of the CID; empty in 1.0
   */
  record Block(Bytes prefix, ByteBuffer data) {}

  /** Whether a peer has a block. */
  record Presence(Cid cid, boolean has) {}

  // Encoding.

  @FunctionalInterface
  private interface Writing {
    void to(CodedOutputStream out) throws IOException;
  }

  private static byte[] bytes(Writing writing) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      writing.to(out);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("an array takes everything", e);
    }
  }

  /** A message without blocks. */
  static byte[] encode(List<Want> wants, boolean full, List<Presence> presences) {
    return bytes(out -> {
      if (!wants.isEmpty() || full) {
        out.writeByteArray(
            WANTLIST,
            bytes(list -> {
              for (Want want : wants) {
                list.writeByteArray(ENTRIES, encode(want));
              }
              if (full) {
                list.writeBool(FULL, true);
              }
            }));
      }
      for (Presence presence : presences) {
        out.writeByteArray(PRESENCES, encode(presence));
      }
    });
  }

  private static byte[] encode(Want want) {
    return bytes(out -> {
      out.writeByteArray(WANT_BLOCK, want.cid().encode().toByteArray());
      out.writeInt32(WANT_PRIORITY, want.priority());
      if (want.cancel()) {
        out.writeBool(WANT_CANCEL, true);
      }
      if (want.type() == WantType.HAVE) {
        out.writeEnum(WANT_TYPE, 1);
      }
      if (want.sendDontHave()) {
        out.writeBool(WANT_SEND_DONT_HAVE, true);
      }
    });
  }

  private static byte[] encode(Presence presence) {
    return bytes(out -> {
      out.writeByteArray(PRESENCE_CID, presence.cid().encode().toByteArray());
      out.writeEnum(PRESENCE_TYPE, presence.has() ? 0 : DONT_HAVE);
    });
  }

  /** All of a payload entry but the data, which must follow: for sending without a copy. */
  static Bytes payloadHead(Cid cid, int dataBytes) {
    return Bytes.copyOf(
        bytes(out -> {
          byte[] prefix = prefix(cid).toByteArray();
          int block =
              CodedOutputStream.computeByteArraySize(BLOCK_PREFIX, prefix)
                  + CodedOutputStream.computeTagSize(BLOCK_DATA)
                  + CodedOutputStream.computeUInt32SizeNoTag(dataBytes)
                  + dataBytes;
          out.writeTag(PAYLOAD, WireFormat.WIRETYPE_LENGTH_DELIMITED);
          out.writeUInt32NoTag(block);
          out.writeByteArray(BLOCK_PREFIX, prefix);
          out.writeTag(BLOCK_DATA, WireFormat.WIRETYPE_LENGTH_DELIMITED);
          out.writeUInt32NoTag(dataBytes);
        }));
  }

  /** The same for peers of 1.0, which know no prefix. */
  static Bytes oldBlockHead(int dataBytes) {
    return Bytes.copyOf(
        bytes(out -> {
          out.writeTag(OLD_BLOCKS, WireFormat.WIRETYPE_LENGTH_DELIMITED);
          out.writeUInt32NoTag(dataBytes);
        }));
  }

  /** A CID without its digest. */
  static Bytes prefix(Cid cid) {
    return Bytes.copyOf(
        bytes(out -> {
          out.writeUInt64NoTag(cid.version());
          out.writeUInt64NoTag(cid.codec());
          out.writeUInt64NoTag(cid.hash().code());
          out.writeUInt64NoTag(cid.hash().digest().size());
        }));
  }

  // Decoding.

  /**
   * Reads a message. Its blocks are views of the given bytes. Unknown fields are skipped.
   *
   * @throws ProtocolViolationException if it is malformed or passes a limit
   */
  static BitswapMessage decode(byte[] message) throws ProtocolViolationException {
    try {
      return new Decoding(message).decode();
    } catch (ProtocolViolationException e) {
      throw e;
    } catch (IOException | MultiformatException e) {
      throw new ProtocolViolationException("bitswap: " + e.getMessage(), e);
    }
  }

  /** The fields that have been read so far. */
  private static final class Decoding {
    private final byte[] message;
    private final List<Want> wants = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();
    private final List<Presence> presences = new ArrayList<>();
    private boolean full;

    Decoding(byte[] message) {
      this.message = message;
    }

    BitswapMessage decode() throws IOException {
      CodedInputStream in = CodedInputStream.newInstance(message);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == bytesTag(WANTLIST)) {
          wantlist(in.readByteArray());
        } else if (tag == bytesTag(PAYLOAD)) {
          payload(in);
        } else if (tag == bytesTag(OLD_BLOCKS)) {
          add(blocks, new Block(Bytes.EMPTY, view(in)), "blocks");
        } else if (tag == bytesTag(PRESENCES)) {
          add(presences, presence(in.readByteArray()), "presences");
        } else {
          skip(in, tag);
        }
      }
      return new BitswapMessage(wants, full, blocks, presences);
    }

    private static <T> void add(List<T> list, T each, String what)
        throws ProtocolViolationException {
      if (list.size() == MAX_ENTRIES) {
        throw new ProtocolViolationException(
            "bitswap: more than %d %s".formatted(MAX_ENTRIES, what));
      }
      list.add(each);
    }

    private void wantlist(byte[] list) throws IOException {
      CodedInputStream in = CodedInputStream.newInstance(list);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == bytesTag(ENTRIES)) {
          add(wants, want(in.readByteArray()), "wants");
        } else if (tag == numberTag(FULL)) {
          full = in.readBool();
        } else {
          skip(in, tag);
        }
      }
    }

    private static Want want(byte[] entry) throws IOException {
      Cid cid = null;
      int priority = 1;
      boolean cancel = false;
      WantType type = WantType.BLOCK;
      boolean sendDontHave = false;
      CodedInputStream in = CodedInputStream.newInstance(entry);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == bytesTag(WANT_BLOCK)) {
          cid = cid(in.readByteArray());
        } else if (tag == numberTag(WANT_PRIORITY)) {
          priority = in.readInt32();
        } else if (tag == numberTag(WANT_CANCEL)) {
          cancel = in.readBool();
        } else if (tag == numberTag(WANT_TYPE)) {
          type = in.readEnum() == 1 ? WantType.HAVE : WantType.BLOCK;
        } else if (tag == numberTag(WANT_SEND_DONT_HAVE)) {
          sendDontHave = in.readBool();
        } else {
          skip(in, tag);
        }
      }
      return new Want(required(cid), priority, cancel, type, sendDontHave);
    }

    private void payload(CodedInputStream in) throws IOException {
      int limit = in.pushLimit(in.readRawVarint32());
      Bytes prefix = Bytes.EMPTY;
      ByteBuffer data = ByteBuffer.allocate(0);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == bytesTag(BLOCK_PREFIX)) {
          prefix = Bytes.copyOf(in.readByteArray());
        } else if (tag == bytesTag(BLOCK_DATA)) {
          data = view(in);
        } else {
          skip(in, tag);
        }
      }
      in.popLimit(limit);
      add(blocks, new Block(prefix, data), "blocks");
    }

    /** The bytes of the field that comes next, without copying them. */
    private ByteBuffer view(CodedInputStream in) throws IOException {
      int length = in.readRawVarint32();
      if (length < 0 || length > MAX_BLOCK_BYTES) {
        throw new ProtocolViolationException(
            "bitswap: a block of %s bytes; at most %d"
                .formatted(Integer.toUnsignedString(length), MAX_BLOCK_BYTES));
      }
      int from = in.getTotalBytesRead();
      in.skipRawBytes(length);
      return ByteBuffer.wrap(message, from, length).slice();
    }

    private static Presence presence(byte[] entry) throws IOException {
      Cid cid = null;
      boolean has = true;
      CodedInputStream in = CodedInputStream.newInstance(entry);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == bytesTag(PRESENCE_CID)) {
          cid = cid(in.readByteArray());
        } else if (tag == numberTag(PRESENCE_TYPE)) {
          has = in.readEnum() != DONT_HAVE;
        } else {
          skip(in, tag);
        }
      }
      return new Presence(required(cid), has);
    }

    private static Cid cid(byte[] bytes) throws ProtocolViolationException {
      if (bytes.length > MAX_CID_BYTES) {
        throw new ProtocolViolationException(
            "bitswap: a CID of %d bytes; at most %d".formatted(bytes.length, MAX_CID_BYTES));
      }
      return Cid.decode(Bytes.copyOf(bytes));
    }

    private static Cid required(@Nullable Cid cid) throws ProtocolViolationException {
      if (cid == null) {
        throw new ProtocolViolationException("bitswap: an entry without CID");
      }
      return cid;
    }

    private static void skip(CodedInputStream in, int tag) throws IOException {
      if (!in.skipField(tag)) {
        throw new ProtocolViolationException("bitswap: an end without a beginning");
      }
    }

    private static int bytesTag(int field) {
      return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    private static int numberTag(int field) {
      return field << 3 | WireFormat.WIRETYPE_VARINT;
    }
  }
}
