package dev.ggen.libp2p.gossipsub;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** RPCs as bytes: pubsub, "The RPC", and gossipsub 1.0 to 1.2, "Protobuf". Pure. */
final class RpcCodec {
  static final int SUBSCRIPTIONS = 1;
  static final int MESSAGES = 2;
  static final int CONTROL = 3;

  static final int SUBSCRIBE = 1;
  static final int SUBSCRIBED_TOPIC = 2;

  static final int FROM = 1;
  static final int DATA = 2;
  static final int SEQNO = 3;
  static final int TOPIC = 4;
  static final int SIGNATURE = 5;
  static final int KEY = 6;

  static final int IHAVE = 1;
  static final int IWANT = 2;
  static final int GRAFT = 3;
  static final int PRUNE = 4;
  static final int IDONTWANT = 5;

  static final int HAVE_TOPIC = 1;
  static final int HAVE_IDS = 2;
  static final int IDS = 1;
  static final int GRAFT_TOPIC = 1;
  static final int PRUNE_TOPIC = 1;
  static final int PRUNE_PEERS = 2;
  static final int PRUNE_BACKOFF = 3;
  static final int PEER_ID = 1;
  static final int PEER_RECORD = 2;

  private RpcCodec() {}

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

  static byte[] encode(Rpc rpc) {
    return bytes(out -> {
      for (Rpc.Subscription each : rpc.subscriptions()) {
        out.writeByteArray(SUBSCRIPTIONS, encode(each));
      }
      for (PubsubMessage message : rpc.messages()) {
        out.writeByteArray(MESSAGES, message.encoded().toByteArray());
      }
      if (!rpc.hasNoControl()) {
        out.writeByteArray(CONTROL, encodeControl(rpc));
      }
    });
  }

  /** How long an RPC with nothing but this message is. */
  static int frameSize(PubsubMessage message) {
    return CodedOutputStream.computeTagSize(MESSAGES)
        + CodedOutputStream.computeUInt32SizeNoTag(message.encoded().size())
        + message.encoded().size();
  }

  /** Writes an RPC with nothing but this message, without encoding the message again. */
  static void writeFrame(PubsubMessage message, CodedOutputStream out, byte[] to)
      throws IOException {
    out.writeTag(MESSAGES, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(message.encoded().size());
    out.flush();
    message.encoded().copyTo(to, out.getTotalBytesWritten());
  }

  private static byte[] encode(Rpc.Subscription subscription) {
    return bytes(out -> {
      out.writeBool(SUBSCRIBE, subscription.subscribe());
      out.writeString(SUBSCRIBED_TOPIC, subscription.topic());
    });
  }

  static Bytes encodeMessage(PubsubMessage message) {
    return Bytes.copyOf(
        bytes(out -> {
          write(out, FROM, message.from());
          write(out, DATA, message.data());
          write(out, SEQNO, message.seqno());
          out.writeString(TOPIC, message.topic());
          write(out, SIGNATURE, message.signature());
          write(out, KEY, message.key());
        }));
  }

  /** What a message's signature is of: all of it as it came, without signature and key. */
  static Bytes signedPart(PubsubMessage message) {
    byte[] encoded = message.encoded().toByteArray();
    return Bytes.copyOf(
        bytes(out -> {
          CodedInputStream in = CodedInputStream.newInstance(encoded);
          int from = 0;
          for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            in.skipField(tag);
            int field = tag >>> 3;
            if (field != SIGNATURE && field != KEY) {
              out.writeRawBytes(encoded, from, in.getTotalBytesRead() - from);
            }
            from = in.getTotalBytesRead();
          }
        }));
  }

  private static void write(CodedOutputStream out, int field, Bytes value) throws IOException {
    if (!value.isEmpty()) {
      out.writeByteArray(field, value.toByteArray());
    }
  }

  private static byte[] encodeControl(Rpc rpc) {
    return bytes(out -> {
      for (Rpc.Have have : rpc.haves()) {
        out.writeByteArray(IHAVE, encode(have));
      }
      if (!rpc.wants().isEmpty()) {
        out.writeByteArray(IWANT, encodeIds(rpc.wants()));
      }
      for (String topic : rpc.grafts()) {
        out.writeByteArray(GRAFT, bytes(graft -> graft.writeString(GRAFT_TOPIC, topic)));
      }
      for (Rpc.Prune prune : rpc.prunes()) {
        out.writeByteArray(PRUNE, encode(prune));
      }
      if (!rpc.unwanted().isEmpty()) {
        out.writeByteArray(IDONTWANT, encodeIds(rpc.unwanted()));
      }
    });
  }

  private static byte[] encode(Rpc.Have have) {
    return bytes(out -> {
      out.writeString(HAVE_TOPIC, have.topic());
      for (Bytes id : have.ids()) {
        out.writeByteArray(HAVE_IDS, id.toByteArray());
      }
    });
  }

  private static byte[] encodeIds(List<Bytes> ids) {
    return bytes(out -> {
      for (Bytes id : ids) {
        out.writeByteArray(IDS, id.toByteArray());
      }
    });
  }

  private static byte[] encode(Rpc.Prune prune) {
    return bytes(out -> {
      out.writeString(PRUNE_TOPIC, prune.topic());
      for (Rpc.Exchanged peer : prune.peers()) {
        out.writeByteArray(
            PRUNE_PEERS,
            bytes(info -> {
              write(info, PEER_ID, peer.peerId());
              write(info, PEER_RECORD, peer.signedRecord());
            }));
      }
      if (prune.backoffSeconds().isPresent()) {
        out.writeUInt64(PRUNE_BACKOFF, prune.backoffSeconds().getAsLong());
      }
    });
  }

  // Decoding.

  /**
   * Reads an RPC. Unknown fields are skipped.
   *
   * @throws ProtocolViolationException if it is malformed or passes a limit
   */
  static Rpc decode(byte[] rpc, RpcLimits limits) throws ProtocolViolationException {
    return decode(rpc, 0, rpc.length, limits);
  }

  /** The same from a part of an array. */
  static Rpc decode(byte[] bytes, int from, int to, RpcLimits limits)
      throws ProtocolViolationException {
    try {
      return new RpcDecoding(bytes, limits).decode(from, to);
    } catch (ProtocolViolationException e) {
      throw e;
    } catch (IOException e) {
      throw new ProtocolViolationException("pubsub: " + e.getMessage(), e);
    }
  }
}
