package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.transport.Duplex;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads RPCs, each behind its length as a varint, many with one read. Belongs to one thread. Its
 * buffer grows with the largest RPC and shrinks no more.
 */
final class Frames {
  private static final int FIRST_BYTES = 4_096;
  private static final int SHRINK_BYTES = 64 * 1024;

  /** A varint of 32 bits. */
  private static final int MAX_LENGTH_BYTES = 5;

  private final Duplex from;
  private final RpcLimits limits;
  private byte[] buffer = new byte[FIRST_BYTES];
  private int begin;
  private int end;

  Frames(Duplex from, RpcLimits limits) {
    this.from = from;
    this.limits = limits;
  }

  /** The next RPC; nothing if the peer has ended its side. */
  Optional<Rpc> next() throws IOException {
    int length = 0;
    for (int i = 0; ; i++) {
      if (i == MAX_LENGTH_BYTES) {
        throw new ProtocolViolationException("pubsub: a length that is no varint");
      }
      if (!require(i + 1)) {
        if (end > begin) {
          throw new ProtocolViolationException("pubsub: an RPC is cut off");
        }
        return Optional.empty();
      }
      int next = buffer[begin + i];
      length |= (next & 0x7f) << (7 * i);
      if (next >= 0) {
        begin += i + 1;
        break;
      }
    }
    if (length < 0 || length > limits.rpcBytes()) {
      throw new ProtocolViolationException(
          "pubsub: an RPC of %s bytes; at most %d"
              .formatted(Integer.toUnsignedString(length), limits.rpcBytes()));
    }
    if (!require(length)) {
      throw new ProtocolViolationException("pubsub: an RPC is cut off");
    }
    Rpc rpc = RpcCodec.decode(buffer, begin, begin + length, limits);
    begin += length;
    return Optional.of(rpc);
  }

  /** Reads until so many bytes are there; false if the peer has ended its side before. */
  private boolean require(int wanted) throws IOException {
    if (buffer.length - begin < wanted) {
      makeRoom(wanted);
    }
    while (end - begin < wanted) {
      int count = from.read(buffer, end, buffer.length - end);
      if (count < 0) {
        return false;
      }
      end += count;
    }
    if (begin == end) {
      begin = 0;
      end = 0;
    }
    return true;
  }

  private void makeRoom(int wanted) {
    byte[] target =
        wanted > buffer.length
            ? new byte[Math.clamp(2L * wanted, FIRST_BYTES, Math.max(wanted, limits.rpcBytes()))]
            : buffer;
    System.arraycopy(buffer, begin, target, 0, end - begin);
    end -= begin;
    begin = 0;
    buffer = target;
  }

  /** Gives memory back that only a large RPC needed; to be called now and then. */
  void shrink() {
    if (begin == end && buffer.length > SHRINK_BYTES) {
      buffer = new byte[FIRST_BYTES];
      begin = 0;
      end = 0;
    }
  }
}
