package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.libp2p.multiformats.PeerId;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Puts the records of this node where others look for them, and again before they end. Safe for any
 * number of threads.
 */
final class Publisher {
  private static final System.Logger LOG = System.getLogger(Publisher.class.getName());

  /** What was stored nowhere is tried again after this. */
  private static final Duration RETRY = Duration.ofMinutes(1);

  /** At one go, so that other chores get their turn. */
  private static final int MAX_AT_ONCE = 1_000;

  @FunctionalInterface
  private interface Sending {
    void to(PeerId peer) throws IOException;
  }

  private final Host host;
  private final KadSettings settings;
  private final KadClient client;
  private final Lookups lookups;
  private final KadServer server;
  private final KadStore store;
  private final InstantSource clock;
  private final Executor threads;

  Publisher(
      Host host,
      KadSettings settings,
      KadClient client,
      Lookups lookups,
      KadServer server,
      KadStore store,
      InstantSource clock,
      Executor threads) {
    this.host = host;
    this.settings = settings;
    this.client = client;
    this.lookups = lookups;
    this.server = server;
    this.store = store;
    this.clock = clock;
    this.threads = threads;
  }

  Replication provide(Multihash key) throws IOException {
    Bytes place = key.encode();
    store.provided().put(place, Bytes.EMPTY, clock.instant());
    Replication replication =
        replicate("provide", place, peer -> client.announce(peer, place, self()));
    if (replication.stored() == 0) {
      store.provided().put(place, Bytes.EMPTY, retryTime());
    }
    return replication;
  }

  /** As old as must be to be published again soon. */
  private Instant retryTime() {
    return clock.instant().minus(settings.storage().republish()).plus(RETRY);
  }

  private KadPeer self() {
    return new KadPeer(host.id(), host.addresses(), KadPeer.Link.CONNECTED);
  }

  void stopProviding(Multihash key) {
    store.provided().remove(key.encode());
  }

  Replication put(Bytes key, Bytes value) throws IOException {
    KadRecord record = new KadRecord(key, value, Optional.empty());
    server.requireGood(record);
    store.published().put(key, value, clock.instant());
    Replication replication = replicate("put", key, peer -> send(peer, record));
    if (replication.stored() == 0) {
      store.published().put(key, value, retryTime());
    }
    return replication;
  }

  private void send(PeerId peer, KadRecord record) throws IOException {
    client.ask(
        peer,
        new KadMessage(
            KadMessage.Type.PUT_VALUE, record.key(), Optional.of(record), List.of(), List.of()));
  }

  /** Brings peers a better value than theirs, in the background: "Entry correction". */
  void correct(Collection<PeerId> peers, KadRecord record) {
    send(new Replication(), peers, peer -> send(peer, record));
  }

  /**
   * Stores at the nearest peers as soon as these are known, though not all have been asked whether
   * they are there; only if too few of them are, the lookup is finished first.
   */
  private Replication replicate(String purpose, Bytes key, Sending sending) throws IOException {
    Duration timeout = settings.queries().timeout();
    KadMessage request = KadMessage.of(KadMessage.Type.FIND_NODE, key);
    Replication replication = new Replication();
    Lookups.Outcome nearest = lookups.run(purpose, request, timeout, new UntilConverged());
    send(replication, nearest.nearest(), sending);
    int enough = (nearest.nearest().size() * 3 + 3) / 4;
    await(replication, enough, timeout);
    if (replication.stored() < enough && !nearest.complete()) {
      List<PeerId> sure = lookups.run(purpose, request, timeout, (peer, answer) -> {}).closest();
      send(replication, sure, sending);
      await(replication, enough, timeout);
    }
    return replication;
  }

  private static final class UntilConverged implements Lookups.Guide {
    @Override
    public void take(PeerId peer, KadMessage answer) {}

    @Override
    public boolean isEnough(Lookup lookup, Instant now) {
      return lookup.hasConverged(now);
    }
  }

  private void send(Replication replication, Collection<PeerId> peers, Sending sending) {
    for (PeerId peer : replication.ask(peers)) {
      try {
        threads.execute(() -> replication.answered(isSent(peer, sending)));
      } catch (RejectedExecutionException e) {
        // Closed: nothing is stored any more.
        replication.answered(false);
      }
    }
  }

  private static boolean isSent(PeerId peer, Sending sending) {
    try {
      sending.to(peer);
      return true;
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "{0} does not store a record: {1}", peer, e.getMessage());
      return false;
    }
  }

  private static void await(Replication replication, int enough, Duration timeout)
      throws IOException {
    try {
      if (!replication.await(enough, timeout)) {
        LOG.log(System.Logger.Level.DEBUG, "a record is stored by fewer peers than wanted");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("kad: interrupted while storing a record");
    }
  }

  /** Publishes again what is due. */
  void republish() throws IOException {
    Instant due = clock.instant().minus(settings.storage().republish());
    for (int i = 0; i < MAX_AT_ONCE; i++) {
      Optional<Map.Entry<Bytes, Bytes>> key = store.provided().publishedBefore(due);
      Optional<Map.Entry<Bytes, Bytes>> value = store.published().publishedBefore(due);
      if (key.isEmpty() && value.isEmpty()) {
        return;
      }
      if (key.isPresent()) {
        provide(Multihash.decode(key.get().getKey()));
      }
      if (value.isPresent()) {
        republish(value.get().getKey(), value.get().getValue());
      }
    }
  }

  /** Somebody may have published a better value since; then ours has had its day. */
  private void republish(Bytes key, Bytes value) throws IOException {
    try {
      put(key, value);
    } catch (KadServer.RefusedException e) {
      LOG.log(System.Logger.Level.DEBUG, "a value is not published again: {0}", e.getMessage());
      store.published().remove(key);
    }
  }
}
