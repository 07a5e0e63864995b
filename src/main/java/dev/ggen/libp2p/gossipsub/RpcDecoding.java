package dev.ggen.libp2p.gossipsub;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** Reads one RPC: the fields that have been read so far. Unknown ones are skipped. */
final class RpcDecoding {
  /** A part of the bytes. */
  private record Part(int from, int to) {
    int size() {
      return to - from;
    }
  }

  private final byte[] rpc;
  private final RpcLimits limits;
  private final List<Rpc.Subscription> subscriptions = new ArrayList<>();
  private final List<PubsubMessage> messages = new ArrayList<>();
  private final List<Rpc.Have> haves = new ArrayList<>();
  private final List<Bytes> wants = new ArrayList<>();
  private final List<String> grafts = new ArrayList<>();
  private final List<Rpc.Prune> prunes = new ArrayList<>();
  private final List<Bytes> unwanted = new ArrayList<>();
  private int entries;
  private int ids;
  private int exchanged;

  RpcDecoding(byte[] rpc, RpcLimits limits) {
    this.rpc = rpc;
    this.limits = limits;
  }

  @FunctionalInterface
  private interface FieldReader {
    /** Reads a field's value; false to skip it. */
    boolean read(int tag, CodedInputStream in) throws IOException;
  }

  /** Reads the fields of a message that is a part of the RPC. */
  private void fields(Part part, FieldReader reader) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(rpc, part.from(), part.to() - part.from());
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (!reader.read(tag, in) && !in.skipField(tag)) {
        throw new ProtocolViolationException("pubsub: an end without a beginning");
      }
    }
  }

  /** The bytes of the field that comes next, which are passed over. */
  private static Part part(Part around, CodedInputStream in) throws IOException {
    int length = in.readRawVarint32();
    int from = around.from() + in.getTotalBytesRead();
    if (length < 0 || length > around.to() - from) {
      throw new ProtocolViolationException("pubsub: a field of " + length + " bytes, cut off");
    }
    in.skipRawBytes(length);
    return new Part(from, from + length);
  }

  private Bytes value(Part around, CodedInputStream in, int most, String what) throws IOException {
    Part part = part(around, in);
    bound(part.size() - 1, most, what);
    return part.from() == part.to() ? Bytes.EMPTY : Bytes.copyOf(rpc, part.from(), part.to());
  }

  /** The RPC between two places in the bytes. */
  Rpc decode(int from, int to) throws IOException {
    Part whole = new Part(from, to);
    bound(whole.size() - 1, limits.rpcBytes(), "bytes of an RPC");
    fields(
        whole,
        (tag, in) -> {
          if (tag == tag(RpcCodec.MESSAGES)) {
            bound(messages.size(), limits.messages(), "messages");
            messages.add(message(part(whole, in)));
          } else if (tag == tag(RpcCodec.SUBSCRIPTIONS)) {
            bound(subscriptions.size(), limits.subscriptions(), "subscriptions");
            subscriptions.add(subscription(part(whole, in)));
          } else if (tag == tag(RpcCodec.CONTROL)) {
            control(part(whole, in));
          } else {
            return false;
          }
          return true;
        });
    return new Rpc(subscriptions, messages, haves, wants, grafts, prunes, unwanted);
  }

  private Rpc.Subscription subscription(Part part) throws IOException {
    boolean[] subscribe = new boolean[1];
    String[] topic = {""};
    fields(
        part,
        (tag, in) -> {
          if (tag == (RpcCodec.SUBSCRIBE << 3 | WireFormat.WIRETYPE_VARINT)) {
            subscribe[0] = in.readBool();
          } else if (tag == tag(RpcCodec.SUBSCRIBED_TOPIC)) {
            topic[0] = topic(part, in);
          } else {
            return false;
          }
          return true;
        });
    return new Rpc.Subscription(subscribe[0], topic[0]);
  }

  private PubsubMessage message(Part part) throws IOException {
    Bytes[] values = new Bytes[RpcCodec.KEY + 1];
    Arrays.fill(values, Bytes.EMPTY);
    String[] topic = {""};
    int[] last = {0};
    fields(
        part,
        (tag, in) -> {
          int field = tag >>> 3;
          if (field > RpcCodec.KEY || tag != tag(field)) {
            return false;
          }
          requireOrder(last[0], field);
          last[0] = field;
          if (field == RpcCodec.TOPIC) {
            topic[0] = topic(part, in);
          } else {
            int most = field == RpcCodec.DATA ? limits.messageBytes() : part.size();
            values[field] = value(part, in, most, "bytes of data");
          }
          return true;
        });
    return new PubsubMessage(
        values[RpcCodec.FROM],
        values[RpcCodec.DATA],
        values[RpcCodec.SEQNO],
        topic[0],
        values[RpcCodec.SIGNATURE],
        values[RpcCodec.KEY],
        Bytes.copyOf(rpc, part.from(), part.to()));
  }

  /**
   * A signature is of the fields as they came. Others encode them anew, in order and once, before
   * they check it; with another order they would call forged what we forward.
   */
  private static void requireOrder(int last, int field) throws ProtocolViolationException {
    if (field <= last) {
      throw new ProtocolViolationException(
          "pubsub: field %d of a message comes after field %d".formatted(field, last));
    }
  }

  private void control(Part control) throws IOException {
    fields(
        control,
        (tag, in) -> {
          int field = tag >>> 3;
          if (field > RpcCodec.IDONTWANT || tag != tag(field)) {
            return false;
          }
          bound(entries++, limits.entries(), "control entries");
          Part part = part(control, in);
          switch (field) {
            case RpcCodec.IHAVE -> haves.add(have(part));
            case RpcCodec.IWANT -> ids(part, RpcCodec.IDS, wants);
            case RpcCodec.GRAFT -> grafts.add(onlyTopic(part));
            case RpcCodec.PRUNE -> prunes.add(prune(part));
            default -> ids(part, RpcCodec.IDS, unwanted);
          }
          return true;
        });
  }

  private Rpc.Have have(Part part) throws IOException {
    List<Bytes> found = new ArrayList<>();
    ids(part, RpcCodec.HAVE_IDS, found);
    return new Rpc.Have(onlyTopic(part), found);
  }

  private void ids(Part part, int field, List<Bytes> to) throws IOException {
    fields(
        part,
        (tag, in) -> {
          if (tag != tag(field)) {
            return false;
          }
          bound(ids++, limits.ids(), "message ids");
          to.add(value(part, in, limits.idBytes(), "bytes of a message id"));
          return true;
        });
  }

  private String onlyTopic(Part part) throws IOException {
    String[] topic = {""};
    fields(
        part,
        (tag, in) -> {
          if (tag != tag(RpcCodec.GRAFT_TOPIC)) {
            return false;
          }
          topic[0] = topic(part, in);
          return true;
        });
    return topic[0];
  }

  private Rpc.Prune prune(Part part) throws IOException {
    List<Rpc.Exchanged> peers = new ArrayList<>();
    OptionalLong[] backoff = {OptionalLong.empty()};
    fields(
        part,
        (tag, in) -> {
          if (tag == tag(RpcCodec.PRUNE_PEERS)) {
            bound(exchanged++, limits.exchanged(), "exchanged peers");
            peers.add(exchanged(part(part, in)));
          } else if (tag == (RpcCodec.PRUNE_BACKOFF << 3 | WireFormat.WIRETYPE_VARINT)) {
            backoff[0] = OptionalLong.of(in.readUInt64());
          } else {
            return false;
          }
          return true;
        });
    return new Rpc.Prune(onlyTopic(part), peers, backoff[0]);
  }

  private Rpc.Exchanged exchanged(Part part) throws IOException {
    Bytes[] values = {Bytes.EMPTY, Bytes.EMPTY};
    fields(
        part,
        (tag, in) -> {
          if (tag == tag(RpcCodec.PEER_ID)) {
            values[0] = value(part, in, part.size(), "bytes of a peer id");
          } else if (tag == tag(RpcCodec.PEER_RECORD)) {
            values[1] = value(part, in, part.size(), "bytes of a record");
          } else {
            return false;
          }
          return true;
        });
    return new Rpc.Exchanged(values[0], values[1]);
  }

  private String topic(Part around, CodedInputStream in) throws IOException {
    Part part = part(around, in);
    bound(part.size() - 1, limits.topicBytes(), "bytes of a topic");
    // Unlike a constructor of String it refuses what is no UTF-8.
    ByteBuffer bytes = ByteBuffer.wrap(rpc, part.from(), part.size());
    return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
  }

  private static void bound(int before, int most, String what) throws ProtocolViolationException {
    if (before >= most) {
      throw new ProtocolViolationException("pubsub: more than %d %s".formatted(most, what));
    }
  }

  private static int tag(int field) {
    return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }
}
