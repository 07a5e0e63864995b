package dev.ggen.libp2p.kad;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.MultiformatException;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.transport.Delimited;
import dev.ggen.libp2p.transport.Duplex;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request or its answer: {@code Message} of "RPC messages", behind its length as a varint. Fields
 * that are not known are skipped, and so are addresses of unknown protocols.
 */
record KadMessage(
    Type type,
    Bytes key,
    Optional<KadRecord> value,
    List<KadPeer> closerPeers,
    List<KadPeer> providerPeers) {
  /** Twenty closer peers and some providers, each with all its addresses, need half of it. */
  static final int MAX_BYTES = 128 * 1024;

  /** Keys are multihashes, or a namespace and a name. */
  static final int MAX_KEY_BYTES = 1_024;

  /** Several times the replication parameter; further peers are left out. */
  static final int MAX_PEERS = 100;

  /** RFC 3339 needs 35. */
  private static final int MAX_TIME_CHARS = 64;

  private static final int TYPE = 1;
  private static final int KEY = 2;
  private static final int RECORD = 3;
  private static final int CLOSER_PEERS = 8;
  private static final int PROVIDER_PEERS = 9;

  private static final int RECORD_KEY = 1;
  private static final int RECORD_VALUE = 2;
  private static final int RECORD_TIME = 5;

  private static final int PEER_ID = 1;
  private static final int PEER_ADDRESS = 2;
  private static final int PEER_LINK = 3;

  enum Type {
    PUT_VALUE(0),
    GET_VALUE(1),
    ADD_PROVIDER(2),
    GET_PROVIDERS(3),
    FIND_NODE(4),
    PING(5);

    private final int number;

    Type(int number) {
      this.number = number;
    }

    static Type of(int number) throws ProtocolViolationException {
      for (Type type : values()) {
        if (type.number == number) {
          return type;
        }
      }
      throw new ProtocolViolationException("kad: a message of the unknown type " + number);
    }
  }

  KadMessage {
    closerPeers = List.copyOf(closerPeers);
    providerPeers = List.copyOf(providerPeers);
  }

  /** One with nothing but a key. */
  static KadMessage of(Type type, Bytes key) {
    return new KadMessage(type, key, Optional.empty(), List.of(), List.of());
  }

  void write(Duplex to) throws IOException {
    Delimited.write(to, encode().toByteArray());
  }

  /** Reads one message and not a byte more; nothing if the peer has ended its side before it. */
  static Optional<KadMessage> read(Duplex from) throws IOException {
    Optional<byte[]> message = Delimited.readIfAny(from, MAX_BYTES, "kad");
    return message.isEmpty() ? Optional.empty() : Optional.of(decode(message.get()));
  }

  Bytes encode() throws IOException {
    return bytes(out -> {
      out.writeEnum(TYPE, type.number);
      if (!key.isEmpty()) {
        out.writeByteArray(KEY, key.toByteArray());
      }
      if (value.isPresent()) {
        out.writeByteArray(RECORD, encode(value.get()).toByteArray());
      }
      for (KadPeer peer : closerPeers) {
        out.writeByteArray(CLOSER_PEERS, encode(peer).toByteArray());
      }
      for (KadPeer peer : providerPeers) {
        out.writeByteArray(PROVIDER_PEERS, encode(peer).toByteArray());
      }
    });
  }

  private static Bytes encode(KadRecord record) throws IOException {
    return bytes(out -> {
      out.writeByteArray(RECORD_KEY, record.key().toByteArray());
      out.writeByteArray(RECORD_VALUE, record.value().toByteArray());
      if (record.timeReceived().isPresent()) {
        out.writeString(RECORD_TIME, record.timeReceived().get());
      }
    });
  }

  private static Bytes encode(KadPeer peer) throws IOException {
    return bytes(out -> {
      out.writeByteArray(PEER_ID, peer.id().bytes().toByteArray());
      for (Multiaddr address : peer.addresses()) {
        out.writeByteArray(PEER_ADDRESS, address.bytes().toByteArray());
      }
      out.writeEnum(PEER_LINK, peer.link().number());
    });
  }

  @FunctionalInterface
  private interface Writing {
    void to(CodedOutputStream out) throws IOException;
  }

  private static Bytes bytes(Writing writing) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    writing.to(out);
    out.flush();
    return Bytes.copyOf(bytes.toByteArray());
  }

  static KadMessage decode(byte[] message) throws ProtocolViolationException {
    try {
      return new Decoding().decode(message);
    } catch (ProtocolViolationException e) {
      throw e;
    } catch (IOException | MultiformatException e) {
      throw new ProtocolViolationException("kad: " + e.getMessage(), e);
    }
  }

  /** The fields that have been read so far. */
  private static final class Decoding {
    // Protobuf 2: what is missing has the first value.
    private Type type = Type.PUT_VALUE;
    private Bytes key = Bytes.EMPTY;
    private @Nullable KadRecord value;
    private final List<KadPeer> closerPeers = new ArrayList<>();
    private final List<KadPeer> providerPeers = new ArrayList<>();

    KadMessage decode(byte[] message) throws IOException {
      CodedInputStream in = CodedInputStream.newInstance(message);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == enumTag(TYPE)) {
          type = Type.of(in.readEnum());
        } else if (tag == bytesTag(KEY)) {
          key = key(in.readByteArray());
        } else if (tag == bytesTag(RECORD)) {
          value = value(in.readByteArray());
        } else if (tag == bytesTag(CLOSER_PEERS)) {
          addPeer(in.readByteArray(), closerPeers);
        } else if (tag == bytesTag(PROVIDER_PEERS)) {
          addPeer(in.readByteArray(), providerPeers);
        } else {
          skip(in, tag);
        }
      }
      return new KadMessage(type, key, Optional.ofNullable(value), closerPeers, providerPeers);
    }

    private static Bytes key(byte[] bytes) throws ProtocolViolationException {
      if (bytes.length > MAX_KEY_BYTES) {
        throw new ProtocolViolationException(
            "kad: a key of " + bytes.length + " bytes; at most " + MAX_KEY_BYTES);
      }
      return Bytes.copyOf(bytes);
    }

    private static KadRecord value(byte[] message) throws IOException {
      Bytes key = Bytes.EMPTY;
      Bytes value = Bytes.EMPTY;
      Optional<String> time = Optional.empty();
      CodedInputStream in = CodedInputStream.newInstance(message);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == bytesTag(RECORD_KEY)) {
          key = key(in.readByteArray());
        } else if (tag == bytesTag(RECORD_VALUE)) {
          value = Bytes.copyOf(in.readByteArray());
        } else if (tag == bytesTag(RECORD_TIME)) {
          time = Optional.of(in.readStringRequireUtf8()).filter(t -> t.length() <= MAX_TIME_CHARS);
        } else {
          skip(in, tag);
        }
      }
      return new KadRecord(key, value, time);
    }

    private static void addPeer(byte[] message, List<KadPeer> peers) throws IOException {
      KadPeer peer = peer(message);
      if (peers.size() < MAX_PEERS) {
        peers.add(peer);
      }
    }

    private static KadPeer peer(byte[] message) throws IOException {
      PeerId id = null;
      List<Multiaddr> addresses = new ArrayList<>();
      KadPeer.Link link = KadPeer.Link.NOT_CONNECTED;
      CodedInputStream in = CodedInputStream.newInstance(message);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == bytesTag(PEER_ID)) {
          id = PeerId.decode(Bytes.copyOf(in.readByteArray()));
        } else if (tag == bytesTag(PEER_ADDRESS)) {
          addAddress(in.readByteArray(), addresses);
        } else if (tag == enumTag(PEER_LINK)) {
          link = KadPeer.Link.of(in.readEnum());
        } else {
          skip(in, tag);
        }
      }
      if (id == null) {
        throw new ProtocolViolationException("kad: a peer without id");
      }
      return new KadPeer(id, addresses, link);
    }

    private static void addAddress(byte[] address, List<Multiaddr> addresses) {
      if (addresses.size() >= KadPeer.MAX_ADDRESSES) {
        return;
      }
      try {
        addresses.add(Multiaddr.decode(Bytes.copyOf(address)));
      } catch (MultiformatException e) {
        // Not ours to understand: newer protocols come up.
        return;
      }
    }

    private static void skip(CodedInputStream in, int tag) throws IOException {
      if (!in.skipField(tag)) {
        throw new ProtocolViolationException("kad: an end without a beginning");
      }
    }

    private static int bytesTag(int field) {
      return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    private static int enumTag(int field) {
      return field << 3 | WireFormat.WIRETYPE_VARINT;
    }
  }
}
