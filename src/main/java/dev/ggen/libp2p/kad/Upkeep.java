package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.host.Connection;
import dev.ggen.libp2p.host.Direction;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.HostListener;
import dev.ggen.libp2p.host.PeerStore;
import dev.ggen.libp2p.host.StreamHandler;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.mvstore.MVStoreException;

/**
 * What a node does unasked: it fills the routing table and keeps it alive, remembers it, publishes
 * again, forgets what has ended, and begins or ceases to serve. Each chore has a thread of its own.
 */
final class Upkeep implements HostListener {
  private static final System.Logger LOG = System.getLogger(Upkeep.class.getName());
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration FOREVER = Duration.ofDays(36_500);
  private static final Duration SWEEP = Duration.ofMinutes(10);

  /**
   * After the first, as long as few nodes are known, as at the beginning of a network; each pause
   * is so many times the one before, up to the configured one.
   */
  private static final Duration FIRST_REFRESH_PAUSE = Duration.ofSeconds(10);

  private static final int REFRESH_PAUSE_FACTOR = 4;

  /** "QueryTimeout (default: 10 seconds)". */
  private static final Duration REFRESH_TIMEOUT = Duration.ofSeconds(10);

  private static final int CHECKS_AT_ONCE = 16;
  private static final int CHECKS_WAITING = 256;

  /** Those silent for longest; the others have their turn a minute later. */
  private static final int LIVENESS_CHECKS = 64;

  @FunctionalInterface
  private interface Chore {
    void run() throws IOException, InterruptedException;
  }

  private final Host host;
  private final KadSettings settings;
  private final TableKeeper table;
  private final KadClient client;
  private final Lookups lookups;
  private final Publisher publisher;
  private final KadStore store;
  private final StreamHandler server;
  private final InstantSource clock;
  private final Executor threads;
  private final Bootstrap bootstrap;
  private final SecureRandom random = new SecureRandom();
  private final Semaphore checks = new Semaphore(CHECKS_AT_ONCE);
  private final AtomicInteger checksWaiting = new AtomicInteger();

  /** Guarded by itself. */
  private final Reachability reachability = new Reachability();

  /** Guarded by this. */
  private boolean serving;

  /** Guarded by this. */
  private boolean closed;

  Upkeep(
      Host host,
      KadSettings settings,
      TableKeeper table,
      KadClient client,
      Lookups lookups,
      Publisher publisher,
      KadStore store,
      StreamHandler server,
      InstantSource clock,
      Executor threads) {
    this.host = host;
    this.settings = settings;
    this.table = table;
    this.client = client;
    this.lookups = lookups;
    this.publisher = publisher;
    this.store = store;
    this.server = server;
    this.clock = clock;
    this.threads = threads;
    this.bootstrap = new Bootstrap(host, table, settings.table().refresh(), this::check);
  }

  void start() throws IOException {
    decideMode();
    host.addListener(this);
    host.connections().forEach(connection -> identified(connection.peer()));
    for (KadPeer peer : store.rememberedPeers()) {
      host.peerStore().add(peer.id(), peer.addresses(), PeerStore.TOLD);
      check(peer.id());
    }
    bootstrap.start(settings.bootstrap(), threads);
    threads.execute(this::keepRefreshed);
    Duration aliveFor = settings.table().aliveFor();
    every(shorter(aliveFor.dividedBy(4), MINUTE), "liveness checks", this::checkSilent);
    every(shorter(settings.table().refresh(), MINUTE), "remembering peers", this::remember);
    every(
        shorter(settings.storage().republish().dividedBy(4), MINUTE),
        "publishing again",
        publisher::republish);
    every(shorter(settings.storage().expiry().dividedBy(4), SWEEP), "sweeping", this::sweep);
    every(MINUTE.dividedBy(2), "choosing the mode", this::decideMode);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void every(Duration pause, String name, Chore chore) {
    threads.execute(() -> {
      try {
        while (true) {
          Thread.sleep(Bootstrap.jittered(pause));
          attempt(name, chore);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  /** A chore that fails is done again next time. */
  private static void attempt(String name, Chore chore) throws InterruptedException {
    try {
      chore.run();
    } catch (IOException | UncheckedIOException | MVStoreException e) {
      LOG.log(System.Logger.Level.WARNING, name + " failed: " + e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a fault in " + name, e);
    }
  }

  private void keepRefreshed() {
    try {
      Duration pause = FIRST_REFRESH_PAUSE;
      while (true) {
        table.awaitSomebody();
        attempt("looking around", this::refresh);
        boolean isSmall = table.size() < settings.queries().replication();
        pause = shorter(isSmall ? pause : FOREVER, settings.table().refresh());
        table.awaitNobody(Bootstrap.jittered(pause));
        pause = table.size() == 0 ? FIRST_REFRESH_PAUSE : pause.multipliedBy(REFRESH_PAUSE_FACTOR);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks for this node itself, in each part of the key space that has peers, and anywhere. */
  void refresh() throws IOException {
    look(host.id().bytes());
    for (Bytes key : RefreshKeys.of(KadKey.of(host.id()), farBuckets(), random)) {
      look(key);
    }
  }

  /** From the first that is not full on, all nodes are near enough to be found with this one. */
  private int farBuckets() {
    List<Integer> sizes = table.buckets();
    int full = 0;
    while (full < sizes.size() && sizes.get(full) >= settings.queries().replication()) {
      full++;
    }
    return full;
  }

  private void look(Bytes key) throws IOException {
    lookups.run(
        "refresh",
        KadMessage.of(KadMessage.Type.FIND_NODE, key),
        REFRESH_TIMEOUT,
        (peer, answer) -> {});
  }

  private void checkSilent() {
    Instant since = clock.instant().minus(settings.table().aliveFor());
    table.silentSince(since, LIVENESS_CHECKS).forEach(this::check);
  }

  /** Asks a peer, in the background, so that it comes into the table, or goes. */
  private void check(PeerId peer) {
    if (peer.equals(host.id())) {
      return;
    }
    if (checksWaiting.incrementAndGet() > CHECKS_WAITING) {
      checksWaiting.decrementAndGet();
      return;
    }
    Runnable task =
        () -> {
          try {
            checks.acquire();
            try {
              KadMessage answer =
                  client.ask(peer, KadMessage.of(KadMessage.Type.FIND_NODE, host.id().bytes()));
              client.learn(
                  peer,
                  answer.closerPeers(),
                  KadKey.of(host.id()),
                  settings.queries().replication());
            } catch (IOException e) {
              LOG.log(System.Logger.Level.DEBUG, "{0} is not there: {1}", peer, e.getMessage());
            } finally {
              checks.release();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            checksWaiting.decrementAndGet();
          }
        };
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      // Closed: nobody is of interest any more.
      checksWaiting.decrementAndGet();
    }
  }

  /** A peer has said which protocols it speaks. */
  void identified(PeerId peer) {
    if (!host.peerStore().speaks(peer, settings.protocol())) {
      table.remove(peer);
    } else if (table.isWanted(peer)) {
      check(peer);
    }
  }

  void remember() throws IOException {
    List<KadPeer> known =
        table.closest(KadKey.of(host.id()), KadMessage.MAX_PEERS).stream()
            .map(id -> new KadPeer(id, host.peerStore().addresses(id), KadPeer.Link.CAN_CONNECT))
            .filter(peer -> !peer.addresses().isEmpty())
            .toList();
    if (!known.isEmpty()) {
      store.rememberPeers(known);
    }
  }

  private void sweep() {
    int ended = store.values().sweep(clock.instant()) + store.providers().sweep(clock.instant());
    LOG.log(System.Logger.Level.DEBUG, "{0} records have ended", ended);
  }

  private void decideMode() {
    boolean wanted =
        switch (settings.mode()) {
          case CLIENT -> false;
          case SERVER -> true;
          case AUTO -> isReachable();
        };
    if (isServing() && !wanted) {
      LOG.log(
          System.Logger.Level.INFO,
          "others cannot reach this node any more: it asks, but does not serve");
    }
    serve(wanted);
  }

  private boolean isReachable() {
    synchronized (reachability) {
      return reachability.isReachable(
          host.interfaceAddresses(),
          host.announceAddresses(),
          host.confirmedAddresses(),
          clock.instant());
    }
  }

  private synchronized void serve(boolean wanted) {
    if (wanted == serving || closed) {
      return;
    }
    serving = wanted;
    if (wanted) {
      host.handle(settings.protocol(), server);
    } else {
      host.unhandle(settings.protocol());
    }
  }

  synchronized boolean isServing() {
    return serving;
  }

  int bootstrapFailures() {
    return bootstrap.failures();
  }

  @Override
  public void connected(Connection connection) {
    if (connection.direction() == Direction.INBOUND) {
      synchronized (reachability) {
        reachability.connectedFrom(connection.remoteAddress(), clock.instant());
      }
    }
  }

  /** Others may see this node elsewhere now. */
  @Override
  public void changed() {
    try {
      threads.execute(this::decideMode);
    } catch (RejectedExecutionException e) {
      // Closed: it serves nobody any more.
      return;
    }
  }

  void stop() {
    host.removeListener(this);
    serve(false);
    synchronized (this) {
      closed = true;
    }
  }
}
