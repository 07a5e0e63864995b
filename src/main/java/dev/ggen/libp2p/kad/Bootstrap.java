package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.host.Connection;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.multiformats.Protocol;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Keeps in touch with the configured nodes, for ever: at the start, whenever this node knows too
 * few others, and once in a while in any case, so that the parts of a broken network find each
 * other again. One thread for each address.
 */
final class Bootstrap {
  private static final System.Logger LOG = System.getLogger(Bootstrap.class.getName());

  /** With fewer peers in the table a node soon knows nobody. */
  static final int FEW_PEERS = 4;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

  /** How often is looked whether there are enough peers. */
  private static final Duration WATCH = Duration.ofSeconds(15);

  private final Host host;
  private final TableKeeper table;
  private final Duration atLeastEvery;
  private final Consumer<PeerId> check;
  private final Map<Multiaddr, Integer> failures = new ConcurrentHashMap<>();

  /**
   * Begins with {@link #start}.
   *
   * @param check what is done with those that have been reached
   */
  Bootstrap(Host host, TableKeeper table, Duration atLeastEvery, Consumer<PeerId> check) {
    this.host = host;
    this.table = table;
    this.atLeastEvery = atLeastEvery;
    this.check = check;
  }

  void start(List<Multiaddr> addresses, Executor threads) {
    addresses.forEach(address -> threads.execute(() -> keepInTouch(address)));
  }

  /** Failures in a row, of all addresses together. */
  int failures() {
    return failures.values().stream().mapToInt(Integer::intValue).sum();
  }

  private void keepInTouch(Multiaddr address) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        boolean reached = isReached(address);
        failures.merge(address, reached ? 0 : 1, (before, more) -> more == 0 ? 0 : before + 1);
        if (reached) {
          awaitNeed();
        } else {
          Thread.sleep(jittered(pause(failures.getOrDefault(address, 1))));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static Duration pause(int failures) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 10));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  /** Half of it to one and a half, so that nodes that fell together don't come together. */
  static Duration jittered(Duration pause) {
    return Duration.ofNanos(
        (long) (pause.toNanos() * ThreadLocalRandom.current().nextDouble(0.5, 1.5)));
  }

  private void awaitNeed() throws InterruptedException {
    long end = System.nanoTime() + jittered(atLeastEvery).toNanos();
    do {
      Thread.sleep(jittered(WATCH));
    } while (table.size() >= FEW_PEERS && System.nanoTime() < end);
  }

  /** Whether at least one node that the address leads to has been reached, or is this node. */
  private boolean isReached(Multiaddr address) {
    try {
      boolean reached = false;
      IOException failure = new IOException("it leads nowhere");
      for (Multiaddr one : resolved(address)) {
        try {
          PeerId peer = connect(one);
          reached = true;
          check.accept(peer);
        } catch (IOException e) {
          failure = e;
        }
      }
      if (!reached) {
        throw failure;
      }
      return true;
    } catch (IOException e) {
      boolean isFirst = failures.getOrDefault(address, 0) == 0;
      System.Logger.Level level =
          isFirst && !Thread.currentThread().isInterrupted()
              ? System.Logger.Level.WARNING
              : System.Logger.Level.DEBUG;
      LOG.log(level, "cannot reach the bootstrap node {0}: {1}", address, e.getMessage());
      return false;
    }
  }

  /** A name may stand for many nodes; with a peer id at its end it stands for one. */
  private List<Multiaddr> resolved(Multiaddr address) throws IOException {
    boolean isOne = address.peerId().isPresent() && !address.has(Protocol.DNSADDR);
    return isOne ? List.of(address) : host.resolve(address);
  }

  private PeerId connect(Multiaddr address) throws IOException {
    if (address.peerId().filter(host.id()::equals).isPresent()
        || host.addresses().contains(address)) {
      return host.id();
    }
    for (Connection present : host.connections()) {
      if (address.peerId().isEmpty() && present.remoteAddress().equals(address)) {
        return present.peer();
      }
    }
    return host.connect(address).peer();
  }
}
