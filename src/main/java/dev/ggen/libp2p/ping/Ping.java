package dev.ggen.libp2p.ping;

import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.Stream;
import dev.ggen.libp2p.multiformats.PeerId;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Answers pings on a host, and sends them. Safe for any number of threads. */
public final class Ping {
  /** The protocol id, as the specification gives it. */
  public static final String PROTOCOL = "/ipfs/ping/1.0.0";

  static final int PAYLOAD_BYTES = 32;

  /** "The listening peer SHOULD accept at most two streams per peer". */
  static final int MAX_STREAMS_OF_PEER = 2;

  private final Host host;
  private final Map<PeerId, Integer> serving = new ConcurrentHashMap<>();

  private Ping(Host host) {
    this.host = host;
  }

  /** Serves pings on a host from now on. */
  public static Ping on(Host host) {
    Ping ping = new Ping(host);
    host.handle(PROTOCOL, ping::serve);
    return ping;
  }

  /** Sends one ping, connecting first if needed, and says how long the answer took. */
  public Duration ping(PeerId peer, Duration timeout) throws IOException {
    try (PingStream stream = open(peer, timeout)) {
      return stream.ping();
    }
  }

  /** Opens a stream for any number of pings. There should be only one to a peer at a time. */
  public PingStream open(PeerId peer, Duration timeout) throws IOException {
    Stream stream = host.newStream(peer, PROTOCOL);
    stream.timeout(timeout);
    return new PingStream(stream);
  }

  private void serve(Stream stream) throws IOException {
    PeerId peer = stream.connection().peer();
    if (serving.merge(peer, 1, Integer::sum) > MAX_STREAMS_OF_PEER) {
      leave(peer);
      throw new IOException("more than " + MAX_STREAMS_OF_PEER + " ping streams at once");
    }
    try {
      echo(stream);
    } finally {
      leave(peer);
    }
  }

  private void leave(PeerId peer) {
    serving.computeIfPresent(peer, (p, count) -> count > 1 ? count - 1 : null);
  }

  private static void echo(Stream stream) throws IOException {
    byte[] payload = new byte[PAYLOAD_BYTES];
    while (true) {
      int first = stream.read(payload, 0, PAYLOAD_BYTES);
      if (first < 0) {
        return;
      }
      stream.readFully(payload, first, PAYLOAD_BYTES - first);
      stream.write(payload);
    }
  }
}
