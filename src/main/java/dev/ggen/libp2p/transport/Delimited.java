package dev.ggen.libp2p.transport;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.MultiformatException;
import dev.ggen.libp2p.multiformats.Varint;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/** Messages behind their length as a varint, as most protocols of libp2p send them. */
public final class Delimited {
  private Delimited() {}

  /** Sends a message in one go. */
  public static void write(Duplex to, byte[] message) throws IOException {
    to.write(Bytes.concat(Varint.encode(message.length), Bytes.copyOf(message)).toByteArray());
  }

  /**
   * Reads one message and not a byte more.
   *
   * @param maxBytes of the message without its length; nothing is allocated for a longer one
   * @param protocol for the messages of errors
   * @throws ProtocolViolationException if it is longer, or its length is no varint
   */
  public static byte[] read(Duplex from, int maxBytes, String protocol) throws IOException {
    return readIfAny(from, maxBytes, protocol)
        .orElseThrow(() -> new EOFException(protocol + ": the peer has ended its side"));
  }

  /** The same; nothing if the peer has ended its side where a message would begin. */
  public static Optional<byte[]> readIfAny(Duplex from, int maxBytes, String protocol)
      throws IOException {
    byte[] one = new byte[1];
    if (from.read(one, 0, 1) < 0) {
      return Optional.empty();
    }
    byte[] message = new byte[length(new Begun(from, one), maxBytes, protocol)];
    from.readFully(message, 0, message.length);
    return Optional.of(message);
  }

  private static int length(Begun bytes, int maxBytes, String protocol) throws IOException {
    try {
      long length = Varint.read(bytes);
      if (length > maxBytes) {
        throw new ProtocolViolationException(
            protocol + ": a message of " + length + " bytes; at most " + maxBytes);
      }
      return (int) length;
    } catch (MultiformatException e) {
      throw new ProtocolViolationException(protocol + ": " + e.getMessage(), e);
    }
  }

  /** Bytes of which the first has been read. */
  private static final class Begun implements Varint.ByteSource {
    private final Duplex from;
    private final byte[] one;
    private boolean firstGiven;

    Begun(Duplex from, byte[] one) {
      this.from = from;
      this.one = one;
    }

    @Override
    public int next() throws IOException {
      if (firstGiven) {
        from.readFully(one, 0, 1);
      }
      firstGiven = true;
      return one[0] & 0xff;
    }
  }
}
