package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.host.ConnectionLimits;
import dev.ggen.libp2p.host.HostSettings;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.libp2p.transport.memory.MemoryNetwork;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * A network of whole nodes in one process, on the memory transport: its hosts really negotiate and
 * encrypt. What happens to whom is decided by the seed; when, by the machine.
 *
 * <p>As a program it runs all scenarios and prints what came of them. Arguments: the number of
 * nodes and, if wanted, the seed.
 */
final class KadSimulation {
  /** In a small network half of the nodes go within this: 40 times as fast as in {@link #HOUR}. */
  private static final Duration MINUTE_AND_HALF = Duration.ofSeconds(90);

  private static final Duration HOUR = Duration.ofHours(1);

  /** In a big one they go at the pace of an hour, as the machine bears no more, for so long. */
  private static final Duration PART_OF_HOUR = Duration.ofMinutes(5);

  /** Of those that are silent some are waited for again and again. */
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);

  private static final int STARTS_AT_ONCE = 8;
  private static final int LOOKUPS_AT_ONCE = 8;

  /** In bigger networks nodes keep fewer connections, so that they fit into one process. */
  private static final int BIG = 500;

  /** About what a process of 10 GB bears. */
  private static final int CONNECTION_ENDS = 120_000;

  /** Two cores are busy enough with some thousand nodes that look around but once. */
  private static final KadSettings.Table SELDOM_REFRESHED =
      new KadSettings.Table(Duration.ofHours(6), Duration.ofHours(6), 3, 10);

  private final ConnectionLimits connectionLimits;
  private final KadSettings.Table table;
  private final long seed;
  private final Random random;
  private final PrintStream out;
  private final MemoryNetwork network = new MemoryNetwork();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<KadNode> nodes = Collections.synchronizedList(new ArrayList<>());
  private final Set<KadNode> liars = new HashSet<>();
  private int contents;

  /**
   * An empty network.
   *
   * @param size how big it will grow
   */
  KadSimulation(int size, long seed, PrintStream out) {
    this.table = size < BIG ? KadSettings.defaults().table() : SELDOM_REFRESHED;
    this.connectionLimits = size < BIG ? ConnectionLimits.defaults() : few(size);
    this.seed = seed;
    this.random = new Random(seed);
    this.out = out;
    out.println("seed " + seed);
  }

  private static ConnectionLimits few(int size) {
    int each = CONNECTION_ENDS / size;
    return new ConnectionLimits(each - each / 8, each, Duration.ofSeconds(2));
  }

  public static void main(String[] args) throws Exception {
    int size = args.length > 0 ? Integer.parseInt(args[0]) : 300;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
    new KadSimulation(size, seed, System.out).run(size);
    System.exit(0);
  }

  /** All scenarios, each on the network that the one before has left. */
  List<LookupResult> run(int size) throws Exception {
    out.println(LookupCost.header());
    for (int part = 16; part >= 1; part /= 2) {
      growTo(size / part);
      out.println(cost(100));
    }
    List<LookupResult> results = new ArrayList<>();
    results.add(print(findProviders("all is well", 200)));
    latency(Duration.ofMillis(50));
    results.add(print(findProviders("round trips of 100 ms", 200)));
    latency(Duration.ZERO);
    results.add(
        print(
            size < BIG
                ? churn("half of the nodes go within 90 s", MINUTE_AND_HALF, MINUTE_AND_HALF)
                : churn("nodes go, half of them within an hour", HOUR, PART_OF_HOUR)));
    lie(size / 10);
    results.add(print(findProviders("10 % lie: providers", 200)));
    results.add(print(getValues("10 % lie: values", 200)));
    results.add(print(findProvidersAfter("20 % more killed at once", 200, size / 5)));
    return results;
  }

  private LookupResult print(LookupResult result) {
    out.println(result);
    return result;
  }

  private KadSettings settings(KadSettings settings) {
    KadSettings.Queries queries = settings.queries();
    return settings
        .withTable(table)
        .withQueries(
            new KadSettings.Queries(
                queries.replication(),
                queries.alpha(),
                queries.beta(),
                queries.quorum(),
                queries.timeout(),
                REQUEST_TIMEOUT,
                queries.slowAfter()));
  }

  void latency(Duration oneWay) {
    network.latency(oneWay);
  }

  /** Starts nodes, some at a time; each begins with a random one that is there already. */
  void growTo(int size) throws InterruptedException, ExecutionException {
    if (nodes.isEmpty()) {
      nodes.add(start(List.of()));
    }
    Semaphore places = new Semaphore(STARTS_AT_ONCE);
    List<Future<KadNode>> started = new ArrayList<>();
    for (int i = nodes.size(); i < size; i++) {
      places.acquire();
      List<Multiaddr> bootstrap = List.of(anybody().address());
      started.add(
          threads.submit(() -> {
            try {
              KadNode node = start(bootstrap);
              nodes.add(node);
              awaitRoom(node);
              return node;
            } finally {
              places.release();
            }
          }));
    }
    for (Future<KadNode> node : started) {
      node.get();
    }
  }

  /** It has looked around. */
  private static void awaitRoom(KadNode node) throws InterruptedException {
    KadNode.await(
        "the node has looked around",
        Duration.ofMinutes(2),
        () -> node.dht().status().queries().containsKey("refresh"));
  }

  private KadNode start(List<Multiaddr> bootstrap) throws InterruptedException {
    try {
      return KadNode.start(
          HostSettings.of(PrivateKey.generate(), Multiaddr.parse("/memory/0"))
              .withTransports(network)
              .withConnectionLimits(connectionLimits),
          settings -> settings(settings).withBootstrap(bootstrap),
          InstantSource.system());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private KadNode anybody() {
    KadNode chosen;
    do {
      chosen = nodes.get(random.nextInt(nodes.size()));
    } while (liars.contains(chosen));
    return chosen;
  }

  LookupCost cost(int lookups) throws Exception {
    List<Lookups.Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < lookups; i++) {
      outcomes.add(anybody().dht().lookUp(KadNode.bytes("key " + random.nextLong())));
    }
    return new LookupCost(
        nodes.size(),
        outcomes.stream().mapToInt(Lookups.Outcome::hops).average().orElseThrow(),
        outcomes.stream().mapToInt(Lookups.Outcome::asked).average().orElseThrow(),
        List.copyOf(nodes).stream().mapToInt(KadNode::tableSize).average().orElseThrow());
  }

  /** Some nodes provide, others find: each key once, how long until the first provider. */
  LookupResult findProviders(String name, int count) throws Exception {
    return measure(name, provide(count));
  }

  /** The same, but some nodes die between the one and the other. */
  LookupResult findProvidersAfter(String name, int count, int killed) throws Exception {
    List<Multihash> keys = provide(count);
    kill(killed);
    return measure(name, keys);
  }

  private List<Multihash> provide(int count) throws Exception {
    List<Callable<Multihash>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Multihash key = Multihash.sha256(KadNode.bytes(seed + " content " + contents++));
      KadNode provider = anybody();
      tasks.add(() -> {
        provider.dht().provide(key).await(Duration.ofSeconds(20));
        return key;
      });
    }
    return all(tasks);
  }

  private LookupResult measure(String name, List<Multihash> keys) throws Exception {
    List<Callable<Duration>> tasks = new ArrayList<>();
    for (Multihash key : keys) {
      KadNode seeker = anybody();
      tasks.add(() -> timed(() -> finds(seeker, key)));
    }
    return LookupResult.of(name, all(tasks));
  }

  /** Values that some nodes put and others get. */
  LookupResult getValues(String name, int count) throws Exception {
    List<Callable<Duration>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Bytes key = KadNode.bytes("/number/" + seed + "-" + contents++);
      Bytes value = KadNode.bytes("valid:" + i);
      KadNode publisher = anybody();
      KadNode reader = anybody();
      tasks.add(() -> {
        publisher.dht().putValue(key, value).await(Duration.ofSeconds(20));
        return timed(() -> reader.dht().getValue(key).filter(value::equals).isPresent());
      });
    }
    return LookupResult.of(name, all(tasks));
  }

  /** Zero for what did not succeed. */
  private static Duration timed(Callable<Boolean> lookup) throws Exception {
    long start = System.nanoTime();
    boolean succeeded = lookup.call();
    return succeeded ? Duration.ofNanos(System.nanoTime() - start) : Duration.ZERO;
  }

  private <T> List<T> all(List<Callable<T>> tasks) throws InterruptedException, ExecutionException {
    Semaphore places = new Semaphore(LOOKUPS_AT_ONCE);
    List<Future<T>> futures = new ArrayList<>();
    for (Callable<T> task : tasks) {
      places.acquire();
      futures.add(
          threads.submit(() -> {
            try {
              return task.call();
            } finally {
              places.release();
            }
          }));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      results.add(future.get());
    }
    return results;
  }

  /** Without a word, as by kill -9. */
  void kill(int count) {
    Collections.shuffle(nodes, random);
    List<KadNode> killed = List.copyOf(nodes.subList(0, count));
    nodes.removeAll(killed);
    liars.removeAll(killed);
    for (KadNode node : killed) {
      network.cut(node.host().listenAddresses().getFirst());
    }
    killed.forEach(node -> threads.execute(node::close));
  }

  /** Some nodes lie from now on, each in its way. */
  void lie(int count) {
    LyingServer.Kind[] kinds = LyingServer.Kind.values();
    while (liars.size() < count) {
      KadNode node = anybody();
      node.host()
          .handle(KadSettings.GGEN_PROTOCOL, new LyingServer(kinds[liars.size() % kinds.length]));
      liars.add(node);
    }
  }

  /**
   * For some time nodes go without a word, one after the other, and as many new ones come, while
   * others find what is provided.
   *
   * @param half within this half of the nodes would go
   * @param time how long it is looked at
   */
  LookupResult churn(String name, Duration half, Duration time) throws Exception {
    List<Duration> taken = new ArrayList<>();
    List<Multihash> keys = provide(50);
    int size = nodes.size();
    int replaced = 0;
    long start = System.nanoTime();
    for (long passed = 0; passed < time.toNanos(); passed = System.nanoTime() - start) {
      int due = (int) (passed * size / 2 / half.toNanos()) - replaced;
      if (due > 0) {
        kill(due);
        growQuietly(size);
        replaced += due;
      }
      Multihash key = keys.get(random.nextInt(keys.size()));
      KadNode seeker = anybody();
      taken.add(timed(() -> finds(seeker, key)));
      Thread.sleep(50);
    }
    return LookupResult.of(name, taken);
  }

  private static boolean finds(KadNode seeker, Multihash key) {
    try (Providers found = seeker.dht().findProviders(key, 1)) {
      return found.hasNext();
    }
  }

  private void growQuietly(int size) throws InterruptedException {
    while (nodes.size() < size) {
      nodes.add(start(List.of(anybody().address())));
    }
  }

  void close() {
    List.copyOf(nodes).forEach(node -> threads.execute(node::close));
    threads.close();
  }
}
