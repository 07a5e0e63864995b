package dev.ggen.registry.p2p;

import dev.ggen.libp2p.content.Download;
import dev.ggen.libp2p.content.DownloadRequest;
import dev.ggen.libp2p.host.Connection;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.SearchQuery;
import dev.ggen.registry.model.VersionRange;
import dev.ggen.registry.model.VersionSelector;
import dev.ggen.registry.p2p.catalogue.Source;
import dev.ggen.registry.p2p.protocol.PeerAnswer;
import dev.ggen.registry.p2p.protocol.RegistryProtocol;
import dev.ggen.registry.p2p.record.RecordKeys;
import dev.ggen.registry.p2p.record.VersionRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks peers. What they tell goes into the catalogue, which judges it; here it only counts whether
 * anything came. Any thread; each call ends by its patience.
 */
final class PeerQuestions {
  private static final Logger LOG = LoggerFactory.getLogger(PeerQuestions.class);

  /** Design §6: up to five good peers. */
  private static final int ASKED = 5;

  private final PeerStorage storage;
  private final NodeHolder nodes;

  PeerQuestions(PeerStorage storage, NodeHolder nodes) {
    this.storage = storage;
    this.nodes = nodes;
  }

  @FunctionalInterface
  private interface Question {
    PeerAnswer ask(RegistryProtocol protocol, PeerId peer) throws IOException;
  }

  /** Asks for what fits a query; true if something came. */
  boolean search(SearchQuery query) {
    Duration patience = storage.settings().patience().search();
    return ask((protocol, peer) -> protocol.search(peer, query, patience), patience);
  }

  /** Asks for a version; true if something came. */
  boolean resolve(PackageName name, VersionSelector selector) {
    Duration patience = storage.settings().patience().resolve();
    Optional<VersionRange> range =
        selector instanceof VersionSelector.InRange in ? Optional.of(in.range()) : Optional.empty();
    boolean told = ask((protocol, peer) -> protocol.resolve(peer, name, range, patience), patience);
    if (!told && selector instanceof VersionSelector.Exact exact) {
      return lookUp(name, exact);
    }
    return told;
  }

  private boolean lookUp(PackageName name, VersionSelector.Exact exact) {
    Optional<PeerNode> node = nodes.node();
    if (node.isEmpty() || node.get().connectedPeers() == 0) {
      return false;
    }
    try {
      Optional<Bytes> value = node.get().dht().getValue(RecordKeys.version(name, exact.version()));
      return value
          .map(envelope ->
              storage.catalogue().offerAll(List.of(envelope), Source.DHT).getFirst().isKept())
          .orElse(false);
    } catch (IOException e) {
      LOG.debug("The DHT does not tell of {}@{}: {}", name, exact, e.getMessage());
      return false;
    }
  }

  /** Asks the best peers at the same time, and waits for all within the patience. */
  private boolean ask(Question question, Duration patience) {
    Optional<PeerNode> node = nodes.node();
    if (node.isEmpty()) {
      return false;
    }
    List<PeerId> peers = peers(node.get());
    RegistryProtocol protocol = node.get().protocol();
    AtomicInteger kept = new AtomicInteger();
    CountDownLatch answers = new CountDownLatch(peers.size());
    for (PeerId peer : peers) {
      Thread.ofVirtual()
          .name("peer-question")
          .start(() -> {
            try {
              kept.addAndGet(question.ask(protocol, peer).kept().size());
            } catch (IOException e) {
              LOG.debug("{} does not answer: {}", peer, e.getMessage());
            } finally {
              answers.countDown();
            }
          });
    }
    try {
      boolean _ = answers.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return kept.get() > 0;
  }

  private List<PeerId> peers(PeerNode node) {
    Host host = node.host();
    List<PeerId> speaking =
        host.connections().stream()
            .map(Connection::peer)
            .distinct()
            .filter(peer -> host.peerStore().speaks(peer, RegistryProtocol.PROTOCOL))
            .toList();
    return storage.reputation().order(new ArrayList<>(speaking)).stream().limit(ASKED).toList();
  }

  /** Brings an archive here; when this returns it is in the cache. */
  void download(VersionRecord record) throws IOException {
    PeerNode node =
        nodes
            .node()
            .orElseThrow(
                () -> new IOException("it is not here, and the peer-to-peer node does not run"));
    Duration patience = storage.settings().patience().fetch();
    node.arrivals().expect(record);
    try (Download download =
        node.downloads()
            .start(
                DownloadRequest.of(
                        record.cid(),
                        record.archive().sizeBytes(),
                        Arrivals.bytes(record.archive().sha256()))
                    .withSha512(Arrivals.bytes(record.archive().sha512())))) {
      if (!download.await(patience).state().isFinal()) {
        throw new IOException("it did not come within " + patience.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while it was fetched", e);
    }
  }
}
