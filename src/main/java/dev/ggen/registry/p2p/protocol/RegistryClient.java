package dev.ggen.registry.p2p.protocol;

import dev.ggen.libp2p.host.Connection;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.SearchQuery;
import dev.ggen.registry.model.VersionRange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** Asks peers. Safe for any number of threads. */
final class RegistryClient {
  /** What is told to those who come at a bad time. */
  static final int BUSY_RETRY_MILLIS = 2_000;

  private final Host host;
  private final SharedRecords records;
  private final RegistryProtocolSettings settings;
  private final RegistryProtocolListener listener;
  private final RandomGenerator chance;

  /** Peers with which this node compares catalogues at the moment. */
  private final Set<PeerId> comparing = ConcurrentHashMap.newKeySet();

  RegistryClient(
      Host host,
      SharedRecords records,
      RegistryProtocolSettings settings,
      RegistryProtocolListener listener,
      RandomGenerator chance) {
    this.host = host;
    this.records = records;
    this.settings = settings;
    this.listener = listener;
    this.chance = chance;
  }

  /**
   * Whether a peer's comparison shall wait because one of this node's is under way with it: of two
   * that cross, that of the node with the smaller id goes on.
   */
  boolean crosses(PeerId peer) {
    return comparing.contains(peer) && host.id().bytes().compareTo(peer.bytes()) < 0;
  }

  SyncOutcome reconcile(PeerId peer, Duration deadline) throws IOException {
    if (!comparing.add(peer)) {
      throw new BusyException(Duration.ofMillis(BUSY_RETRY_MILLIS));
    }
    try {
      SyncOutcome outcome =
          asking(
              peer,
              deadline,
              stream -> new SyncSession(stream, records, settings.limits(), chance).run());
      listener.synchronizedWith(peer, outcome);
      return outcome;
    } finally {
      comparing.remove(peer);
    }
  }

  PeerAnswer search(PeerId peer, SearchQuery query, Duration deadline) throws IOException {
    return ask(peer, new Request.Search(query), query.limit(), deadline);
  }

  PeerAnswer resolve(PeerId peer, PackageName name, Optional<VersionRange> range, Duration deadline)
      throws IOException {
    return ask(peer, new Request.Resolve(name, range), Wire.MAX_ENTRIES, deadline);
  }

  PeerAnswer grants(PeerId peer, List<PackageName> names, Duration deadline) throws IOException {
    if (names.isEmpty() || names.size() > Wire.MAX_NAMES) {
      throw new IllegalArgumentException(
          "grants of " + names.size() + " names; 1 to " + Wire.MAX_NAMES + " at once");
    }
    return ask(peer, new Request.Grants(names), Wire.MAX_ENTRIES, deadline);
  }

  @FunctionalInterface
  private interface Asking<T> {
    T on(AskingStream stream) throws IOException;
  }

  private <T> T asking(PeerId peer, Duration deadline, Asking<T> asking) throws IOException {
    try (AskingStream stream =
        AskingStream.open(connection(peer), settings.answerTimeout(), deadline)) {
      return asking.on(stream);
    } catch (BusyException e) {
      throw e;
    } catch (ProtocolViolationException e) {
      listener.misbehaved(peer, String.valueOf(e.getMessage()));
      throw e;
    } catch (IOException e) {
      listener.failed(peer, String.valueOf(e.getMessage()));
      throw e;
    }
  }

  /** Dialling would take longer than most deadlines, and is somebody else's decision. */
  private Connection connection(PeerId peer) throws IOException {
    return host.connection(peer).orElseThrow(() -> new IOException("not connected with " + peer));
  }

  private PeerAnswer ask(PeerId peer, Request request, int maxEntries, Duration deadline)
      throws IOException {
    return asking(
        peer,
        deadline,
        stream -> {
          stream.send(request);
          Response.Entries answer = stream.receive(Response.Entries.class);
          stream.end();
          if (answer.entries().size() > maxEntries) {
            throw Wire.violation(answer.entries().size() + " entries; asked for " + maxEntries);
          }
          return checked(answer);
        });
  }

  private PeerAnswer checked(Response.Entries answer) throws IOException {
    List<SharedRecords.Fate> fates = records.offer(answer.entries(), true);
    if (fates.contains(SharedRecords.Fate.INVALID)) {
      throw Wire.violation("an invalid entry");
    }
    List<Bytes> kept = new ArrayList<>();
    for (int i = 0; i < fates.size(); i++) {
      if (fates.get(i) == SharedRecords.Fate.KEPT) {
        kept.add(answer.entries().get(i));
      }
    }
    return new PeerAnswer(kept, fates.size() - kept.size(), answer.more());
  }
}
