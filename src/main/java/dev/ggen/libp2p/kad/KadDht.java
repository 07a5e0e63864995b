package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.libp2p.multiformats.PeerId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A node of a Kademlia DHT on a host: finds peers, values and providers, holds its part of other
 * nodes' records, and looks after itself in the background. Tell it who has been identified, by
 * {@link #identified}.
 *
 * <p>Calls block within the query timeout and may be made by any number of threads. Without other
 * nodes lookups find nothing, which is no error, and what is published is published once there are
 * some. {@link #close} ends its threads; the host goes on.
 */
public final class KadDht implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(KadDht.class.getName());
  private static final Duration POLITE_END = Duration.ofMillis(500);

  private final Host host;
  private final KadSettings settings;
  private final Validators validators;
  private final InstantSource clock;
  private final ExecutorService threads;
  private final KadStore store;
  private final KadCounters counters = new KadCounters();
  private final TableKeeper table;
  private final KadClient client;
  private final Lookups lookups;
  private final ValueStore values;
  private final KadServer server;
  private final Publisher publisher;
  private final Upkeep upkeep;
  private final AtomicBoolean closed = new AtomicBoolean();

  private KadDht(
      Host host, KadSettings settings, Map<String, RecordValidator> validators, InstantSource clock)
      throws IOException {
    this.host = host;
    this.settings = settings;
    this.validators = new Validators(validators);
    this.clock = clock;
    store = KadStore.open(settings.storage());
    threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("kad").factory());
    table = new TableKeeper(host, settings, clock);
    client = new KadClient(host, settings, table, counters);
    lookups = new Lookups(host.id(), settings.queries(), client, table, counters, threads);
    values = new ValueStore(store.values(), settings.storage());
    server = new KadServer(host, settings, this.validators, table, store, counters, clock);
    publisher = new Publisher(host, settings, client, lookups, server, store, clock, threads);
    upkeep =
        new Upkeep(
            host, settings, table, client, lookups, publisher, store, server, clock, threads);
  }

  /**
   * Takes part from now on.
   *
   * @param validators by namespace; keys of other namespaces are refused. {@link
   *     PublicKeyValidator} is one
   * @throws IOException if its storage can't be opened
   */
  public static KadDht start(
      Host host, KadSettings settings, Map<String, RecordValidator> validators) throws IOException {
    return start(host, settings, validators, InstantSource.system());
  }

  static KadDht start(
      Host host, KadSettings settings, Map<String, RecordValidator> validators, InstantSource clock)
      throws IOException {
    KadDht dht = new KadDht(host, settings, validators, clock);
    try {
      dht.upkeep.start();
    } catch (IOException | RuntimeException e) {
      dht.close();
      throw e;
    }
    return dht;
  }

  /** A peer has said which protocols it speaks. Returns at once. */
  public void identified(PeerId peer) {
    upkeep.identified(peer);
  }

  /**
   * Finds out where a peer is, and connects to it if that is possible.
   *
   * @return the peer; not connected if what others tell of it leads nowhere; nothing if nobody
   *     knows it
   */
  public Optional<KadPeer> findPeer(PeerId peer) throws IOException {
    if (host.connection(peer).isEmpty()) {
      KadMessage request = KadMessage.of(KadMessage.Type.FIND_NODE, peer.bytes());
      lookups.run("findPeer", request, settings.queries().timeout(), new UntilConnected(peer));
    }
    List<Multiaddr> addresses = host.peerStore().addresses(peer);
    boolean connected = host.connection(peer).isPresent();
    return addresses.isEmpty() && !connected
        ? Optional.empty()
        : Optional.of(
            new KadPeer(
                peer, addresses, connected ? KadPeer.Link.CONNECTED : KadPeer.Link.CANNOT_CONNECT));
  }

  /**
   * The peer is the nearest one to its own place, so it is asked as soon as anybody tells of it.
   */
  private final class UntilConnected implements Lookups.Guide {
    private final PeerId peer;

    UntilConnected(PeerId peer) {
      this.peer = peer;
    }

    @Override
    public void take(PeerId from, KadMessage answer) {}

    @Override
    public boolean isEnough(Lookup lookup, Instant now) {
      return host.connection(peer).isPresent();
    }
  }

  /** The nodes nearest to a key that answer, at most {@code replication}, nearest first. */
  public List<KadPeer> closestPeers(Bytes key) throws IOException {
    return lookUp(key).closest().stream()
        .map(id -> new KadPeer(id, host.peerStore().addresses(id), KadPeer.Link.CAN_CONNECT))
        .toList();
  }

  Lookups.Outcome lookUp(Bytes key) throws IOException {
    return lookups.run(
        "closestPeers",
        KadMessage.of(KadMessage.Type.FIND_NODE, key),
        settings.queries().timeout(),
        (peer, answer) -> {});
  }

  /**
   * Stores a value at the nodes nearest to its key, and again every {@code republish} until a
   * better one is found. Returns when most of them have it.
   *
   * @throws IOException if its validator does not accept it, or a better one is held here
   */
  public Replication putValue(Bytes key, Bytes value) throws IOException {
    return publisher.put(key, value);
  }

  /** Publishes a value no more; copies end with their time. */
  public void stopPublishing(Bytes key) {
    store.published().remove(key);
  }

  /** The best value that {@code quorum} nodes, or all that have one, tell. */
  public Optional<Bytes> getValue(Bytes key) throws IOException {
    return getValue(key, settings.queries().quorum());
  }

  /**
   * The best value that so many nodes tell. Those that told a worse one, or none though they are
   * nearest, are corrected in the background.
   *
   * @param quorum 1 takes the first, be it this node's own
   */
  public Optional<Bytes> getValue(Bytes key, int quorum) throws IOException {
    if (closed.get()) {
      throw new IOException("kad: the DHT is closed");
    }
    Votes votes = new Votes(key, quorum, validators);
    server.held(key).ifPresent(held -> votes.count(host.id(), held.value()));
    if (!votes.isEnough()) {
      Lookups.Outcome outcome =
          lookups.run(
              "getValue",
              KadMessage.of(KadMessage.Type.GET_VALUE, key),
              settings.queries().timeout(),
              votes);
      votes.best().ifPresent(best -> correct(key, best, votes, outcome));
    }
    return votes.best();
  }

  private void correct(Bytes key, Bytes best, Votes votes, Lookups.Outcome outcome) {
    Set<PeerId> outdated = new HashSet<>(votes.against(best));
    if (outcome.converged()) {
      outcome.closest().stream().filter(peer -> !votes.hasVoted(peer)).forEach(outdated::add);
    }
    KadRecord record = new KadRecord(key, best, Optional.empty());
    if (outdated.remove(host.id())) {
      values.put(key, best, host.id(), clock.instant());
    }
    publisher.correct(outdated, record);
  }

  /**
   * Tells the nodes nearest to a key that this one has its content, and again every {@code
   * republish} until {@link #stopProviding}. Returns when most of them know.
   */
  public Replication provide(Multihash key) throws IOException {
    return publisher.provide(key);
  }

  /** Provides a key no more; what others know ends with its time. */
  public void stopProviding(Multihash key) {
    publisher.stopProviding(key);
  }

  /**
   * Looks for those who have the content of a key. The lookup runs on while the result is read.
   *
   * @param count so many are enough
   */
  public Providers findProviders(Multihash key, int count) {
    Providers found = new Providers();
    if (closed.get()) {
      found.end();
      return found;
    }
    ProviderSearch search = new ProviderSearch(key, count, found);
    server.providersOf(key, count).forEach(search::offer);
    if (search.isEnough()) {
      found.end();
    } else {
      begin(search);
    }
    return found;
  }

  private void begin(ProviderSearch search) {
    try {
      threads.execute(() -> search.run(lookups, client, settings.queries().timeout()));
    } catch (RejectedExecutionException e) {
      // Closed: nobody is found any more.
      search.end();
    }
  }

  /** Looks around in all of the key space now, beside the regular times. */
  public void refresh() throws IOException {
    upkeep.refresh();
  }

  /** How this node is doing. */
  public KadStatus status() {
    return new KadStatus(
        upkeep.isServing(),
        table.buckets(),
        store.providers().size(),
        store.providers().bytes(),
        store.values().size(),
        store.values().bytes(),
        store.provided().size(),
        store.published().size(),
        counters.running(),
        counters.queries(),
        counters.requests(),
        counters.served(),
        counters.refused(),
        upkeep.bootstrapFailures());
  }

  /** Whether a peer is in the routing table. */
  public boolean knows(PeerId peer) {
    return table.contains(peer);
  }

  KadServer server() {
    return server;
  }

  /**
   * Takes part no longer; what is to be remembered is on disk when this returns. Doing it twice
   * changes nothing.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    upkeep.stop();
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(POLITE_END.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.log(System.Logger.Level.DEBUG, "some requests outlive the DHT for a moment");
      }
      upkeep.remember();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "cannot remember peers: {0}", e.getMessage());
    } finally {
      store.close();
    }
  }
}
