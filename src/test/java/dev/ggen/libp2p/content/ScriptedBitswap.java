package dev.ggen.libp2p.content;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.Stream;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.transport.Delimited;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A peer that speaks bitswap 1.2.0 on the wire, with a codec of its own, and behaves as a test
 * needs it. It says that it has every block it knows.
 */
final class ScriptedBitswap {
  /** What it does with those who want a block. */
  enum Manner {
    GIVES,
    /** Other bytes than the wanted ones, under the same kind of hash. */
    SENDS_GARBAGE,
    /** Says that it has the block, and never gives it. */
    STALLS,
    /** 100 KB in a second. */
    IS_SLOW
  }

  static final String PROTOCOL = "/ipfs/bitswap/1.2.0";
  private static final int MAX_MESSAGE_BYTES = 4 << 20;
  private static final int SLOW_PART_BYTES = 10_000;
  private static final long SLOW_PAUSE_MILLIS = 100;
  private static final int HAVE = 1;

  private final Host host;
  private final Manner manner;
  private final Map<Cid, Bytes> blocks;
  private final Map<PeerId, Stream> outbound = new ConcurrentHashMap<>();

  /** The blocks that were asked for. */
  final List<Cid> asked = new CopyOnWriteArrayList<>();

  private ScriptedBitswap(Host host, Manner manner, Map<Cid, Bytes> blocks) {
    this.host = host;
    this.manner = manner;
    this.blocks = Map.copyOf(blocks);
  }

  static ScriptedBitswap on(Host host, Manner manner, Map<Cid, Bytes> blocks) {
    ScriptedBitswap peer = new ScriptedBitswap(host, manner, blocks);
    host.handle(PROTOCOL, peer::serve);
    return peer;
  }

  private record Want(Cid cid, boolean have, boolean cancel, boolean tellDontHave) {}

  private void serve(Stream stream) throws IOException {
    PeerId peer = stream.connection().peer();
    Optional<byte[]> next = Delimited.readIfAny(stream, MAX_MESSAGE_BYTES, PROTOCOL);
    while (next.isPresent()) {
      CodedInputStream message = CodedInputStream.newInstance(next.get());
      for (int tag = message.readTag(); tag != 0; tag = message.readTag()) {
        if (tag == 10) {
          wantlist(peer, CodedInputStream.newInstance(message.readByteArray()));
        } else {
          message.skipField(tag);
        }
      }
      next = Delimited.readIfAny(stream, MAX_MESSAGE_BYTES, PROTOCOL);
    }
  }

  private void wantlist(PeerId peer, CodedInputStream list) throws IOException {
    for (int tag = list.readTag(); tag != 0; tag = list.readTag()) {
      if (tag == 10) {
        answer(peer, want(CodedInputStream.newInstance(list.readByteArray())));
      } else {
        list.skipField(tag);
      }
    }
  }

  private static Want want(CodedInputStream entry) throws IOException {
    Cid cid = null;
    boolean have = false;
    boolean cancel = false;
    boolean tell = false;
    for (int tag = entry.readTag(); tag != 0; tag = entry.readTag()) {
      switch (tag) {
        case 10 -> cid = Cid.decode(Bytes.copyOf(entry.readByteArray()));
        case 24 -> cancel = entry.readBool();
        case 32 -> have = entry.readEnum() == HAVE;
        case 40 -> tell = entry.readBool();
        default -> entry.skipField(tag);
      }
    }
    return new Want(cid, have, cancel, tell);
  }

  private void answer(PeerId peer, Want want) throws IOException {
    Bytes block = blocks.get(want.cid());
    if (want.cancel()) {
      return;
    }
    if (block == null) {
      if (want.tellDontHave()) {
        send(peer, presence(want.cid(), 1));
      }
    } else if (want.have()) {
      send(peer, presence(want.cid(), 0));
    } else {
      asked.add(want.cid());
      give(peer, want.cid(), block);
    }
  }

  private void give(PeerId peer, Cid cid, Bytes block) throws IOException {
    switch (manner) {
      case GIVES, IS_SLOW -> send(peer, payload(cid, block));
      case SENDS_GARBAGE -> {
        byte[] other = block.toByteArray();
        other[other.length / 2] ^= 1;
        send(peer, payload(cid, Bytes.copyOf(other)));
      }
      case STALLS -> {}
    }
  }

  private interface Body {
    void write(CodedOutputStream out) throws IOException;
  }

  private static byte[] bytes(Body body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CodedOutputStream coded = CodedOutputStream.newInstance(out);
    body.write(coded);
    coded.flush();
    return out.toByteArray();
  }

  private static byte[] presence(Cid cid, int type) throws IOException {
    byte[] presence =
        bytes(out -> {
          out.writeByteArray(1, cid.encode().toByteArray());
          out.writeEnum(2, type);
        });
    return bytes(out -> out.writeByteArray(4, presence));
  }

  private static byte[] payload(Cid cid, Bytes block) throws IOException {
    // version, codec, hash function and length of the digest, each of one byte here
    Bytes prefix = cid.encode().slice(0, 4);
    byte[] payload =
        bytes(out -> {
          out.writeByteArray(1, prefix.toByteArray());
          out.writeByteArray(2, block.toByteArray());
        });
    return bytes(out -> out.writeByteArray(3, payload));
  }

  private synchronized void send(PeerId peer, byte[] message) throws IOException {
    Stream stream = outbound.get(peer);
    if (stream == null) {
      stream = host.newStream(peer, PROTOCOL);
      outbound.put(peer, stream);
    }
    if (manner != Manner.IS_SLOW) {
      Delimited.write(stream, message);
      return;
    }
    byte[] framed = bytes(out -> out.writeByteArrayNoTag(message));
    for (int at = 0; at < framed.length; at += SLOW_PART_BYTES) {
      stream.write(framed, at, Math.min(SLOW_PART_BYTES, framed.length - at));
      pause();
    }
  }

  /** Being slow is what this peer is for. */
  private static void pause() throws IOException {
    try {
      Thread.sleep(SLOW_PAUSE_MILLIS);
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }
}
