package dev.ggen.libp2p.host;

import dev.ggen.libp2p.crypto.PublicKey;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.transport.MuxedConnection;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A secured connection to a peer whose identity is proved. Safe for any number of threads. It ends
 * when either side closes it, when it breaks or when the host closes.
 */
public final class Connection implements AutoCloseable {
  private final Host host;
  private final PublicKey remoteKey;
  private final PeerId peer;
  private final Direction direction;
  private final Multiaddr localAddress;
  private final Multiaddr remoteAddress;
  private final Instant openedAt;
  private final MuxedConnection muxed;

  Connection(
      Host host,
      PublicKey remoteKey,
      Direction direction,
      Multiaddr localAddress,
      Multiaddr remoteAddress,
      Instant openedAt,
      MuxedConnection muxed) {
    this.host = host;
    this.remoteKey = remoteKey;
    this.peer = remoteKey.peerId();
    this.direction = direction;
    this.localAddress = localAddress;
    this.remoteAddress = remoteAddress;
    this.openedAt = openedAt;
    this.muxed = muxed;
  }

  /** Who is at the other end. */
  public PeerId peer() {
    return peer;
  }

  /** The peer's identity key. */
  public PublicKey remoteKey() {
    return remoteKey;
  }

  /** Who dialled. */
  public Direction direction() {
    return direction;
  }

  /** This end's address, without peer id. */
  public Multiaddr localAddress() {
    return localAddress;
  }

  /** The other end's address, without peer id. */
  public Multiaddr remoteAddress() {
    return remoteAddress;
  }

  /** When it could be used first. */
  public Instant openedAt() {
    return openedAt;
  }

  /** How many streams are open, of both sides. */
  public int openStreams() {
    return muxed.openStreams();
  }

  /** The latest measured round trip; zero before the first. */
  public Duration roundTrip() {
    return muxed.roundTrip();
  }

  /** Whether it has ended. */
  public boolean isClosed() {
    return muxed.isClosed();
  }

  /** Opens a stream on this connection; see {@link Host#newStream}. */
  public Stream newStream(List<String> protocols) throws IOException {
    return host.openStream(this, protocols);
  }

  MuxedConnection muxed() {
    return muxed;
  }

  /** Ends the connection and all its streams. Does not wait. */
  @Override
  public void close() {
    muxed.close();
  }

  @Override
  public String toString() {
    return direction + " connection with " + peer + " at " + remoteAddress;
  }
}
