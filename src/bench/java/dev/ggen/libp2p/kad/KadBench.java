package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.libp2p.multiformats.PeerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Figures of the DHT: twenty whole nodes on loopback, one busy server, and memory. */
final class KadBench {
  private static final int NODES = 20;
  private static final int ROUNDS = 300;
  private static final int WARM_UP = 200;
  private static final int RECORDS = 100_000;
  private static final int NO_LIMIT = 1_000_000;
  private static final long SEED = 42;

  private static final Random RANDOM = new Random(SEED);

  private KadBench() {}

  public static void main(String[] args) throws Exception {
    twentyNodes();
    server();
    memoryOfRecords();
    memoryOfTables();
    System.exit(0);
  }

  private static UnaryOperator<KadSettings> unlimited() {
    return settings -> {
      KadSettings.Storage storage = settings.storage();
      return settings
          .withMode(KadSettings.Mode.SERVER)
          .withStorage(
              new KadSettings.Storage(
                  storage.folder(),
                  2 * RECORDS,
                  storage.maxBytes(),
                  storage.maxValueBytes(),
                  storage.expiry(),
                  storage.republish(),
                  storage.addressLifetime(),
                  NO_LIMIT));
    };
  }

  private static Multihash anyKey() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return Multihash.sha256(Bytes.copyOf(bytes));
  }

  private static PeerId anyPeer() {
    byte[] bytes = new byte[36];
    RANDOM.nextBytes(bytes);
    return PeerId.ofKey(Bytes.copyOf(bytes));
  }

  private static void twentyNodes() throws Exception {
    List<KadNode> nodes = network();
    // All of the twenty hold each record; this one holds none and has to ask.
    KadNode client =
        KadNode.tcp(
            KadNode.bootstrap(nodes.getFirst()).andThen(s -> s.withMode(KadSettings.Mode.CLIENT))
                ::apply);
    KadNode.await("all are known", () -> client.tableSize() == NODES);
    List<Long> provide = new ArrayList<>();
    List<Long> all = new ArrayList<>();
    List<Long> first = new ArrayList<>();
    for (int i = 0; i < WARM_UP + ROUNDS; i++) {
      Multihash key = anyKey();
      KadNode provider = nodes.get(i % NODES);
      long start = System.nanoTime();
      Replication replication = provider.dht().provide(key);
      long provided = System.nanoTime();
      replication.await(Duration.ofSeconds(10));
      long begin = System.nanoTime();
      long found;
      try (Providers providers = client.dht().findProviders(key, NODES)) {
        providers.next();
        found = System.nanoTime();
        providers.forEachRemaining(p -> {});
      }
      long end = System.nanoTime();
      if (i >= WARM_UP) {
        provide.add(provided - start);
        first.add(found - begin);
        all.add(end - begin);
      }
    }
    print("provide", provide);
    print("find, first provider", first);
    print("find, all providers", all);
    client.close();
    nodes.forEach(KadNode::close);
  }

  private static List<KadNode> network() throws Exception {
    List<KadNode> nodes = new ArrayList<>();
    nodes.add(KadNode.tcp(unlimited()));
    while (nodes.size() < NODES) {
      nodes.add(KadNode.tcp(unlimited().andThen(KadNode.bootstrap(nodes.getFirst()))::apply));
    }
    for (KadNode node : nodes) {
      KadNode.await("all are known", () -> node.tableSize() == NODES - 1);
    }
    return nodes;
  }

  private static void print(String what, List<Long> nanos) {
    List<Long> sorted = nanos.stream().sorted().toList();
    System.out.printf(
        Locale.ROOT,
        "%-28s p50 %6.2f ms  p95 %6.2f ms  p99 %6.2f ms%n",
        what,
        sorted.get(sorted.size() / 2) / 1e6,
        sorted.get(sorted.size() * 95 / 100) / 1e6,
        sorted.get(sorted.size() * 99 / 100) / 1e6);
  }

  /** From bytes to bytes, with a full table and 100,000 records, on disk. */
  private static void server() throws Exception {
    List<KadNode> nodes = network();
    Path folder = Files.createTempDirectory("kad-bench");
    KadNode node =
        KadNode.tcp(
            unlimited()
                    .andThen(s -> s.withFolder(folder))
                    .andThen(KadNode.bootstrap(nodes.getFirst()))
                ::apply);
    KadNode.await("all are known", () -> node.tableSize() == NODES);
    List<Multihash> keys = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      keys.add(anyKey());
      add(node.dht().server(), keys.getLast(), anyPeer());
    }
    for (int threads = 1; threads <= 2; threads++) {
      for (int round = 0; round < 3; round++) {
        System.out.printf(
            Locale.ROOT,
            "GET_PROVIDERS, %d threads      %,9.0f per second%n",
            threads,
            answered(node, keys, threads));
      }
    }
    overLoopback(node, nodes.getFirst(), keys);
    node.close();
    nodes.forEach(KadNode::close);
  }

  private static void add(KadServer server, Multihash key, PeerId peer) throws IOException {
    KadPeer provider =
        new KadPeer(
            peer, List.of(Multiaddr.parse("/ip4/192.0.2.1/tcp/4001")), KadPeer.Link.NOT_CONNECTED);
    Optional<KadMessage> _ =
        server.answer(
            peer,
            Multiaddr.parse("/ip4/192.0.2.1/tcp/4001"),
            new KadMessage(
                KadMessage.Type.ADD_PROVIDER,
                key.encode(),
                Optional.empty(),
                List.of(),
                List.of(provider)));
  }

  private static double answered(KadNode node, List<Multihash> keys, int threads) throws Exception {
    PeerId asker = anyPeer();
    Multiaddr at = Multiaddr.parse("/ip4/127.0.0.1/tcp/1");
    int each = 50_000;
    List<byte[]> requests = new ArrayList<>();
    for (Multihash key : keys) {
      requests.add(
          KadMessage.of(KadMessage.Type.GET_PROVIDERS, key.encode()).encode().toByteArray());
    }
    Callable<Long> work =
        () -> {
          long bytes = 0;
          for (int i = 0; i < each; i++) {
            KadMessage request = KadMessage.decode(requests.get(i * 7 % requests.size()));
            bytes += node.dht().server().answer(asker, at, request).orElseThrow().encode().size();
          }
          return bytes;
        };
    long start = System.nanoTime();
    inParallel(threads, work);
    return (double) each * threads * 1e9 / (System.nanoTime() - start);
  }

  private static void inParallel(int threads, Callable<Long> work) throws Exception {
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        futures.add(pool.submit(work));
      }
      for (Future<Long> future : futures) {
        future.get();
      }
    }
  }

  /** Client and server in one process share the cores: a stream for each request. */
  private static void overLoopback(KadNode server, KadNode client, List<Multihash> keys)
      throws Exception {
    int each = 500;
    int threads = 50;
    KadClient requests =
        new KadClient(
            client.host(),
            KadSettings.defaults(),
            new TableKeeper(client.host(), KadSettings.defaults(), InstantSource.system()),
            new KadCounters());
    for (int round = 0; round < 4; round++) {
      long start = System.nanoTime();
      inParallel(
          threads,
          () -> {
            long found = 0;
            for (int i = 0; i < each; i++) {
              found +=
                  requests
                      .ask(
                          server.host().id(),
                          KadMessage.of(KadMessage.Type.GET_PROVIDERS, keys.get(i * 13).encode()))
                      .providerPeers()
                      .size();
            }
            return found;
          });
      System.out.printf(
          Locale.ROOT,
          "the same over loopback        %,9.0f per second%n",
          (double) each * threads * 1e9 / (System.nanoTime() - start));
    }
  }

  private static long used() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(100);
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** By as many peers as records, and by a hundred. */
  private static void memoryOfRecords() throws Exception {
    for (int owners : new int[] {100, RECORDS}) {
      Path folder = Files.createTempDirectory("kad-bench");
      KadSettings.Storage storage =
          unlimited().apply(KadSettings.defaults()).withFolder(folder).storage();
      List<PeerId> peers = new ArrayList<>();
      for (int i = 0; i < owners; i++) {
        peers.add(anyPeer());
      }
      long before = used();
      try (KadStore store = KadStore.open(storage)) {
        ProviderStore providers = new ProviderStore(store.providers(), storage);
        for (int i = 0; i < RECORDS; i++) {
          KadPeer provider =
              new KadPeer(
                  peers.get(i % owners),
                  List.of(Multiaddr.parse("/ip4/192.0.2.1/tcp/4001")),
                  KadPeer.Link.NOT_CONNECTED);
          if (!providers.add(anyKey(), provider, Instant.now())) {
            throw new IllegalStateException("no room");
          }
        }
        long grown = used() - before;
        System.out.printf(
            Locale.ROOT,
            "%,d provider records of %,d peers: %.1f MB of heap, %d bytes each; %.1f MB of data%n",
            store.providers().size(),
            owners,
            grown / 1e6,
            grown / RECORDS,
            store.providers().bytes() / 1e6);
      }
      try (Stream<Path> files = Files.list(folder)) {
        System.out.printf(
            Locale.ROOT,
            "  on disk %.1f MB%n",
            files.mapToLong(f -> f.toFile().length()).sum() / 1e6);
      }
    }
  }

  private static void memoryOfTables() throws Exception {
    int count = 500;
    List<RoutingTable> tables = new ArrayList<>();
    long before = used();
    int entries = 0;
    for (int i = 0; i < count; i++) {
      RoutingTable table = new RoutingTable(KadKey.of(anyPeer()), 20, 3, 10);
      for (int j = 0; j < 150; j++) {
        RoutingTable.Admission _ = table.offer(anyPeer(), Optional.empty(), Instant.now());
      }
      entries += table.size();
      tables.add(table);
    }
    long grown = used() - before;
    System.out.printf(
        Locale.ROOT,
        "%d routing tables of %d peers, with as many waiting as 150 leave: %d bytes for each peer"
            + " offered%n",
        tables.size(),
        entries / count,
        grown / (count * 150L));
  }
}
