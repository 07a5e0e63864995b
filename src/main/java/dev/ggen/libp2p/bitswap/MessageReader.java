package dev.ggen.libp2p.bitswap;

import dev.ggen.libp2p.host.Stream;
import dev.ggen.libp2p.multiformats.MultiformatException;
import dev.ggen.libp2p.multiformats.Varint;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;

/** Reads messages behind their lengths, and tells that a long one is on its way. One thread. */
final class MessageReader {
  /** Between messages a stream may be silent; within one a peer must go on. */
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private static final int STEP_BYTES = 64 * 1024;

  private final Stream stream;
  private final Runnable progress;
  private final byte[] one = new byte[1];

  MessageReader(Stream stream, Runnable progress) {
    this.stream = stream;
    this.progress = progress;
    stream.timeout(SILENCE);
  }

  /** The next message; nothing if the peer has ended its side. */
  Optional<byte[]> next() throws IOException {
    int first = firstByte();
    if (first < 0) {
      return Optional.empty();
    }
    byte[] message = new byte[length(first)];
    for (int done = 0; done < message.length; ) {
      int count = stream.read(message, done, Math.min(STEP_BYTES, message.length - done));
      if (count < 0) {
        throw new EOFException("bitswap: a message is cut off");
      }
      done += count;
      if (message.length > STEP_BYTES) {
        progress.run();
      }
    }
    return Optional.of(message);
  }

  private int firstByte() throws IOException {
    while (true) {
      try {
        return stream.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      } catch (SocketTimeoutException e) {
        if (stream.connection().isClosed()) {
          throw e;
        }
      }
    }
  }

  private int length(int first) throws IOException {
    int[] next = {first};
    try {
      long length =
          Varint.read(() -> {
            int given = next[0];
            if (given >= 0) {
              next[0] = -1;
              return given;
            }
            stream.readFully(one, 0, 1);
            return one[0] & 0xff;
          });
      if (length > BitswapMessage.MAX_BYTES) {
        throw new ProtocolViolationException(
            "bitswap: a message of %d bytes; at most %d"
                .formatted(length, BitswapMessage.MAX_BYTES));
      }
      return (int) length;
    } catch (MultiformatException e) {
      throw new ProtocolViolationException("bitswap: " + e.getMessage(), e);
    }
  }
}
