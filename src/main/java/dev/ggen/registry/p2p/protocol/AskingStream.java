package dev.ggen.registry.p2p.protocol;

import dev.ggen.libp2p.host.Connection;
import dev.ggen.libp2p.host.Stream;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.transport.Delimited;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * The side of a stream that asks. Several requests may be sent before their answers are read, which
 * come in the same order. One owner.
 */
final class AskingStream implements AutoCloseable {
  private final Stream stream;
  private long bytes;
  private boolean ended;

  private AskingStream(Stream stream) {
    this.stream = stream;
  }

  /**
   * Opens one on a connection, at once if the peer is known to speak the protocol.
   *
   * @param answerTimeout for each wait
   * @param deadline for all of them together
   */
  static AskingStream open(Connection connection, Duration answerTimeout, Duration deadline)
      throws IOException {
    Stream stream = connection.newStream(List.of(RegistryProtocol.PROTOCOL));
    stream.timeout(answerTimeout);
    stream.deadline(deadline);
    return new AskingStream(stream);
  }

  void send(Request request) throws IOException {
    Bytes message = RequestCodec.encode(request);
    bytes += message.size();
    Delimited.write(stream, message.toByteArray());
  }

  /**
   * Waits for the answer to the first request that has none yet.
   *
   * @throws BusyException if the peer has too much to do
   */
  <T extends Response> T receive(Class<T> type) throws IOException {
    byte[] message = Delimited.read(stream, Wire.MAX_MESSAGE_BYTES, Wire.NAME);
    bytes += message.length;
    Response response = ResponseCodec.decode(message);
    if (response instanceof Response.Busy busy) {
      throw new BusyException(Duration.ofMillis(busy.retryMillis()));
    }
    if (!type.isInstance(response)) {
      throw Wire.violation("another answer than " + type.getSimpleName());
    }
    return type.cast(response);
  }

  /** What has been sent and received, without the lengths before messages. */
  long bytes() {
    return bytes;
  }

  /** Says that all is well: nothing more will be asked. */
  void end() throws IOException {
    stream.closeWrite();
    ended = true;
  }

  /** Frees the stream; before {@link #end} at once, whatever is under way. */
  @Override
  public void close() {
    if (ended) {
      stream.close();
    } else {
      stream.reset();
    }
  }
}
