package dev.ggen.libp2p.host;

import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.mux.ReceiveBudget;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps account of what peers use, within {@link ResourceLimits}. Safe for any number of threads.
 */
final class Resources {
  private record PeerProtocol(PeerId peer, String protocol) {}

  private final ResourceLimits limits;
  private final AtomicInteger connections = new AtomicInteger();
  private final Counters<PeerId> connectionsOfPeers = new Counters<>();
  private final Counters<IpPrefix> connectionsOfPrefixes = new Counters<>();
  private final Counters<PeerId> streamsOfPeers = new Counters<>();
  private final Counters<PeerProtocol> streamsOfProtocols = new Counters<>();
  private final AtomicLong unread = new AtomicLong();
  private final Counters<PeerId> unreadOfPeers = new Counters<>();

  Resources(ResourceLimits limits) {
    this.limits = limits;
  }

  /** A place for a secured connection. */
  Permit connection(PeerId peer, Multiaddr remote) throws ResourceExhaustedException {
    Optional<IpPrefix> prefix = IpPrefix.of(remote).filter(p -> !p.loopback());
    if (connections.incrementAndGet() > limits.connections()) {
      connections.decrementAndGet();
      throw new ResourceExhaustedException("connections", limits.connections());
    }
    if (!connectionsOfPeers.tryAdd(peer, 1, limits.connectionsPerPeer())) {
      connections.decrementAndGet();
      throw new ResourceExhaustedException("connectionsPerPeer", limits.connectionsPerPeer());
    }
    if (prefix.isPresent()
        && !connectionsOfPrefixes.tryAdd(prefix.get(), 1, limits.connectionsPerPrefix())) {
      connections.decrementAndGet();
      connectionsOfPeers.subtract(peer, 1);
      throw new ResourceExhaustedException("connectionsPerPrefix", limits.connectionsPerPrefix());
    }
    return new Permit(() -> {
      connections.decrementAndGet();
      connectionsOfPeers.subtract(peer, 1);
      prefix.ifPresent(p -> connectionsOfPrefixes.subtract(p, 1));
    });
  }

  /** A place for a stream, of whatever protocol. */
  Permit stream(PeerId peer) throws ResourceExhaustedException {
    if (!streamsOfPeers.tryAdd(peer, 1, limits.streamsPerPeer())) {
      throw new ResourceExhaustedException("streamsPerPeer", limits.streamsPerPeer());
    }
    return new Permit(() -> streamsOfPeers.subtract(peer, 1));
  }

  /** A place for an inbound stream of a protocol. */
  Permit protocol(PeerId peer, String protocol) throws ResourceExhaustedException {
    PeerProtocol key = new PeerProtocol(peer, protocol);
    if (!streamsOfProtocols.tryAdd(key, 1, limits.streamsPerProtocol())) {
      throw new ResourceExhaustedException("streamsPerProtocol", limits.streamsPerProtocol());
    }
    return new Permit(() -> streamsOfProtocols.subtract(key, 1));
  }

  /** What a peer's connections may hold unread. */
  ReceiveBudget unread(PeerId peer) {
    return new ReceiveBudget() {
      @Override
      public boolean tryReserve(int bytes) {
        if (unread.addAndGet(bytes) > limits.unreadBytes()
            || !unreadOfPeers.tryAdd(peer, bytes, limits.unreadBytesPeer())) {
          unread.addAndGet(-bytes);
          return false;
        }
        return true;
      }

      @Override
      public void release(int bytes) {
        unread.addAndGet(-bytes);
        unreadOfPeers.subtract(peer, bytes);
      }
    };
  }

  /** Whether nothing is taken. */
  boolean isIdle() {
    return connections.get() == 0
        && unread.get() == 0
        && connectionsOfPeers.isEmpty()
        && connectionsOfPrefixes.isEmpty()
        && streamsOfPeers.isEmpty()
        && streamsOfProtocols.isEmpty()
        && unreadOfPeers.isEmpty();
  }
}
