package dev.ggen.libp2p.perf;

import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.Stream;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Serves measurements on a host, and makes them. Safe for any number of threads. */
public final class Perf {
  /** The protocol id, as the specification gives it. */
  public static final String PROTOCOL = "/perf/1.0.0";

  private static final int BLOCK_BYTES = 64 * 1024;

  private final Host host;

  private Perf(Host host) {
    this.host = host;
  }

  /** For measuring from a host; serves nobody. */
  public static Perf from(Host host) {
    return new Perf(host);
  }

  /** Lets others measure to and from a host, without bound on what that costs it. */
  public static void serve(Host host) {
    host.handle(PROTOCOL, Perf::serve);
  }

  /**
   * How long it took.
   *
   * @param upload from the opening of the stream until the peer had all
   * @param download from then until we had all
   */
  public record Result(Duration upload, Duration download) {}

  /** Sends so many bytes to a peer, and then lets it send so many back. */
  public Result measure(PeerId peer, long uploadBytes, long downloadBytes) throws IOException {
    long start = System.nanoTime();
    try (Stream stream = host.newStream(peer, PROTOCOL)) {
      stream.write(ByteBuffer.allocate(Long.BYTES).putLong(downloadBytes).array());
      send(stream, uploadBytes);
      stream.closeWrite();
      // The peer begins, or ends, once it has read all.
      byte[] block = new byte[BLOCK_BYTES];
      int first = stream.read(block, 0, block.length);
      long middle = System.nanoTime();
      long received = Math.max(0, first) + (first < 0 ? 0 : drain(stream, block));
      if (received != downloadBytes) {
        throw new ProtocolViolationException(
            "asked for " + downloadBytes + " bytes, but " + received + " came");
      }
      long end = System.nanoTime();
      return new Result(Duration.ofNanos(middle - start), Duration.ofNanos(end - middle));
    }
  }

  private static void serve(Stream stream) throws IOException {
    byte[] head = new byte[Long.BYTES];
    stream.readFully(head, 0, head.length);
    long wanted = ByteBuffer.wrap(head).getLong();
    drain(stream, new byte[BLOCK_BYTES]);
    send(stream, wanted);
    stream.closeWrite();
  }

  /** Unsigned: the largest number means "until you are stopped". */
  private static void send(Stream stream, long bytes) throws IOException {
    byte[] block = new byte[BLOCK_BYTES];
    long left = bytes;
    while (left != 0) {
      int part = (int) (left < 0 ? BLOCK_BYTES : Math.min(left, BLOCK_BYTES));
      stream.write(block, 0, part);
      left -= part;
    }
  }

  private static long drain(Stream stream, byte[] block) throws IOException {
    long total = 0;
    for (int count = 0; count >= 0; count = stream.read(block, 0, block.length)) {
      total += count;
    }
    return total;
  }
}
