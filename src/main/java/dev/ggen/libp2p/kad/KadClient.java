package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.host.Connection;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.PeerStore;
import dev.ggen.libp2p.host.Stream;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.negotiate.UnsupportedProtocolException;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import dev.ggen.libp2p.transport.StreamResetException;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Asks peers, "RPC messages": one request, one stream. Who answers is offered to the routing table,
 * who does not is counted there. Safe for any number of threads.
 */
final class KadClient {
  private final Host host;
  private final String protocol;
  private final Duration timeout;
  private final TableKeeper table;
  private final KadCounters counters;

  KadClient(Host host, KadSettings settings, TableKeeper table, KadCounters counters) {
    this.host = host;
    this.protocol = settings.protocol();
    this.timeout = settings.queries().requestTimeout();
    this.table = table;
    this.counters = counters;
  }

  /**
   * Sends a request and waits for its answer.
   *
   * @throws IOException if the peer can't be reached, does not serve, or answers something else
   */
  KadMessage ask(PeerId peer, KadMessage request) throws IOException {
    return counted(
        peer,
        request,
        stream -> {
          KadMessage answer =
              KadMessage.read(stream).orElseThrow(() -> new EOFException("kad: no answer"));
          if (answer.type() != request.type()) {
            throw new ProtocolViolationException(
                "kad: " + answer.type() + " in answer to " + request.type());
          }
          return answer;
        });
  }

  /**
   * Tells a peer that this node provides something, which nobody answers: it has arrived when the
   * peer ends its side as well. Some implementations reset the stream after either outcome; then
   * they are asked whether they know it.
   */
  void announce(PeerId peer, Bytes key, KadPeer self) throws IOException {
    KadMessage message =
        new KadMessage(
            KadMessage.Type.ADD_PROVIDER, key, Optional.empty(), List.of(), List.of(self));
    counted(
        peer,
        message,
        stream -> {
          stream.closeWrite();
          try {
            if (KadMessage.read(stream).isPresent()) {
              throw new ProtocolViolationException("kad: an answer to ADD_PROVIDER");
            }
          } catch (StreamResetException e) {
            if (!isKnownTo(peer, key)) {
              throw e;
            }
          }
          return message;
        });
  }

  private boolean isKnownTo(PeerId peer, Bytes key) throws IOException {
    return ask(peer, KadMessage.of(KadMessage.Type.GET_PROVIDERS, key)).providerPeers().stream()
        .anyMatch(provider -> provider.id().equals(host.id()));
  }

  @FunctionalInterface
  private interface Reading {
    KadMessage from(Stream stream) throws IOException;
  }

  private KadMessage counted(PeerId peer, KadMessage request, Reading reading) throws IOException {
    long start = System.nanoTime();
    boolean succeeded = false;
    try (Stream stream = host.newStream(peer, protocol)) {
      stream.deadline(timeout);
      request.write(stream);
      KadMessage answer = reading.from(stream);
      succeeded = true;
      table.answered(peer);
      return answer;
    } catch (UnsupportedProtocolException e) {
      table.remove(peer);
      throw e;
    } catch (IOException e) {
      table.failed(peer);
      throw e;
    } finally {
      counters.request(request.type(), succeeded, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  /**
   * Remembers where told peers are, but for this node. Of many only those nearest to the target are
   * of use.
   *
   * @return their ids
   */
  List<PeerId> learn(PeerId teller, Collection<KadPeer> told, KadKey target, int count) {
    Optional<Multiaddr> remote = host.connection(teller).map(Connection::remoteAddress);
    List<KadPeer> others = told.stream().filter(peer -> !peer.id().equals(host.id())).toList();
    List<KadPeer> nearest = target.nearest(others, KadPeer::id, count);
    for (KadPeer peer : nearest) {
      List<Multiaddr> addresses =
          remote
              .map(address -> AddressScope.meaningful(peer.addresses(), address))
              .orElse(peer.addresses());
      host.peerStore().add(peer.id(), addresses, PeerStore.TOLD);
    }
    return nearest.stream().map(KadPeer::id).toList();
  }
}
