package dev.ggen.libp2p.ping;

import dev.ggen.libp2p.host.Stream;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;

/**
 * A stream on which one ping after the other can be sent. One thread; whoever opened it closes it.
 */
public final class PingStream implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Stream stream;
  private final byte[] sent = new byte[Ping.PAYLOAD_BYTES];
  private final byte[] received = new byte[Ping.PAYLOAD_BYTES];

  PingStream(Stream stream) {
    this.stream = stream;
  }

  /**
   * Sends random bytes and waits for them to come back.
   *
   * @return the time between
   * @throws ProtocolViolationException if others come back
   */
  public Duration ping() throws IOException {
    RANDOM.nextBytes(sent);
    long start = System.nanoTime();
    stream.write(sent);
    stream.readFully(received, 0, received.length);
    long nanos = System.nanoTime() - start;
    if (!Arrays.equals(sent, received)) {
      stream.reset();
      throw new ProtocolViolationException("a ping came back with other bytes");
    }
    return Duration.ofNanos(nanos);
  }

  @Override
  public void close() {
    stream.close();
  }
}
