package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A network in virtual time: the engines of lookup and routing table are the real ones, what is
 * around them is modelled, and a run follows from its seed alone. An hour of thousands of nodes
 * takes minutes.
 *
 * <p>As a program it runs all scenarios. Arguments: the number of nodes and, if wanted, the seed.
 */
final class KadModel {
  private static final Lookup.Settings SETTINGS = KadSettings.defaults().queries().forLookup();
  private static final int K = SETTINGS.k();
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration REFRESH = Duration.ofMinutes(10);
  private static final Duration ALIVE_FOR = Duration.ofMinutes(10);
  private static final Duration WATCH = Duration.ofMinutes(1);

  /** Connecting, securing, agreeing on a protocol: so many round trips before the request. */
  private static final int ROUND_TRIPS_TO_CONNECT = 3;

  private static final int CONNECTIONS = 160;

  private record Event(Instant time, long number, Runnable what) {}

  /** What a node answers. */
  private record Answer(List<PeerId> closer, Set<PeerId> providers, boolean forged) {}

  private final class Node {
    final PeerId id;
    final RoutingTable table;
    final Map<KadKey, Set<PeerId>> providers = new HashMap<>();
    final Set<PeerId> connections = new LinkedHashSet<>();
    boolean dead;
    boolean silent;
    Optional<LyingServer.Kind> lie = Optional.empty();

    Node(PeerId id) {
      this.id = id;
      this.table = new RoutingTable(KadKey.of(id), K, 3, 10);
    }

    void connected(PeerId other) {
      connections.remove(other);
      connections.add(other);
      if (connections.size() > CONNECTIONS) {
        connections.remove(connections.iterator().next());
      }
    }

    Answer answer(PeerId from, KadKey target) {
      if (lie.isPresent()) {
        return new Answer(invented(target), Set.of(), true);
      }
      List<PeerId> closer = new ArrayList<>(table.closest(target, K + 1));
      closer.remove(from);
      return new Answer(
          closer.subList(0, Math.min(K, closer.size())),
          Set.copyOf(providers.getOrDefault(target, Set.of())),
          false);
    }
  }

  private final Random random;
  private final PrintStream out;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparing(Event::time).thenComparingLong(Event::number));
  private final Map<PeerId, Node> byId = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private Duration roundTrip = Duration.ofMillis(100);
  private Instant now = Instant.EPOCH;
  private long eventNumber;
  private long keyNumber;

  KadModel(long seed, PrintStream out) {
    this.random = new Random(seed);
    this.out = out;
    out.println("model of a network, round trips of 100 ms, seed " + seed);
  }

  public static void main(String[] args) {
    int size = args.length > 0 ? Integer.parseInt(args[0]) : 300;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
    List<LookupResult> _ = new KadModel(seed, System.out).run(size);
  }

  /** All scenarios, one after the other on the same network. */
  List<LookupResult> run(int size) {
    out.println(LookupCost.header());
    for (int part = 16; part >= 1; part /= 2) {
      growTo(size / part);
      out.println(cost(200));
    }
    List<LookupResult> results = new ArrayList<>();
    results.add(print(find("all is well", provide(500))));
    List<KadKey> keys = provide(500);
    kill(nodes.size() / 5);
    results.add(print(find("20 % killed at once", keys)));
    passTime(Duration.ofMinutes(30));
    growTo(size);
    results.add(print(churn("half of the nodes replaced within an hour")));
    lie(nodes.size() / 10);
    results.add(print(find("10 % lie, begun after they were known", provide(500))));
    passTime(Duration.ofHours(1));
    results.add(print(find("10 % lie, an hour later", provide(500))));
    return results;
  }

  private LookupResult print(LookupResult result) {
    out.println(result);
    return result;
  }

  private Bytes anyKey() {
    return KadNode.bytes("key " + keyNumber++ + " " + random.nextLong());
  }

  private PeerId anyId() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return PeerId.ofKey(Bytes.copyOf(bytes));
  }

  private List<PeerId> invented(KadKey target) {
    List<PeerId> near = new ArrayList<>();
    while (near.size() < K) {
      PeerId id = anyId();
      if (target.commonPrefix(KadKey.of(id)) >= 4) {
        near.add(id);
      }
    }
    return near;
  }

  private Node anybody() {
    Node chosen;
    do {
      chosen = nodes.get(random.nextInt(nodes.size()));
    } while (chosen.lie.isPresent());
    return chosen;
  }

  // Time.

  private void after(Duration delay, Runnable what) {
    events.add(new Event(now.plus(delay), eventNumber++, what));
  }

  /** With a jitter of a fifth, as on a real way. */
  private Duration way(double roundTrips) {
    return Duration.ofNanos(
        (long) (roundTrip.toNanos() * roundTrips * random.nextDouble(0.8, 1.2)));
  }

  private void passTime(Duration duration) {
    Instant end = now.plus(duration);
    while (!events.isEmpty() && !events.peek().time.isAfter(end)) {
      step();
    }
    now = end;
  }

  private void step() {
    Event event = events.remove();
    now = event.time;
    event.what.run();
  }

  // Nodes.

  private void growTo(int size) {
    while (nodes.size() < size) {
      join();
      passTime(Duration.ofMillis(500));
    }
    passTime(Duration.ofSeconds(30));
  }

  private void join() {
    Node node = new Node(anyId());
    byId.put(node.id, node);
    if (!nodes.isEmpty()) {
      ask(node, anybody().id, KadKey.of(node.id), answer -> refresh(node), () -> {});
    }
    nodes.add(node);
    every(REFRESH, node, () -> refresh(node));
    every(WATCH, node, () -> checkSilent(node));
  }

  private void every(Duration pause, Node node, Runnable chore) {
    Duration jittered = Duration.ofNanos((long) (pause.toNanos() * random.nextDouble(0.5, 1.5)));
    after(
        jittered,
        () -> {
          if (!node.dead) {
            chore.run();
            every(pause, node, chore);
          }
        });
  }

  private void refresh(Node node) {
    List<Integer> sizes = node.table.sizes();
    int full = 0;
    while (full < sizes.size() && sizes.get(full) >= K) {
      full++;
    }
    List<Bytes> keys = new ArrayList<>(List.of(node.id.bytes()));
    keys.addAll(RefreshKeys.of(KadKey.of(node.id), full, random));
    lookOneByOne(node, keys);
  }

  private void lookOneByOne(Node node, List<Bytes> keys) {
    if (!keys.isEmpty() && !node.dead) {
      new Search(
              node,
              KadKey.of(keys.getFirst()),
              (search, providers) -> {},
              search -> lookOneByOne(node, keys.subList(1, keys.size())))
          .go();
    }
  }

  private void checkSilent(Node node) {
    node.table
        .silentSince(now.minus(ALIVE_FOR), 64)
        .forEach(peer -> ask(node, peer, KadKey.of(node.id), answer -> {}, () -> {}));
  }

  /** Without a word; every second one's machine is gone as well, and does not even refuse. */
  private void kill(int count) {
    Collections.shuffle(nodes, random);
    for (Node node : List.copyOf(nodes.subList(0, count))) {
      node.dead = true;
      node.silent = random.nextBoolean();
      nodes.remove(node);
    }
  }

  private void lie(int count) {
    LyingServer.Kind[] kinds = LyingServer.Kind.values();
    for (int i = 0; i < count; i++) {
      anybody().lie = Optional.of(kinds[i % kinds.length]);
    }
  }

  // Requests.

  private void ask(
      Node from, PeerId to, KadKey target, Consumer<Answer> answered, Runnable failed) {
    Node server = byId.get(to);
    boolean connected = from.connections.contains(to);
    if (server == null || server.dead) {
      Duration wait = server != null && server.silent ? REQUEST_TIMEOUT : way(1);
      after(
          wait,
          () -> {
            from.connections.remove(to);
            from.table.failed(to);
            failed.run();
          });
      return;
    }
    if (server.lie.filter(LyingServer.Kind.IS_SILENT::equals).isPresent()) {
      after(
          REQUEST_TIMEOUT,
          () -> {
            from.table.failed(to);
            failed.run();
          });
      return;
    }
    Duration there = way(connected ? 0.5 : ROUND_TRIPS_TO_CONNECT + 0.5);
    after(
        there,
        () -> {
          Answer answer = server.answer(from.id, target);
          meet(server, from);
          after(
              way(0.5),
              () -> {
                from.connected(to);
                Optional<Bytes> noGroup = Optional.empty();
                RoutingTable.Admission _ = from.table.offer(to, noGroup, now);
                answered.accept(answer);
              });
        });
  }

  /** A server checks whoever connects to it, if there is room for it. */
  private void meet(Node server, Node client) {
    boolean isNew = !server.connections.contains(client.id);
    server.connected(client.id);
    if (isNew && server.table.isWanted(client.id) && server.lie.isEmpty()) {
      ask(server, client.id, KadKey.of(server.id), answer -> {}, () -> {});
    }
  }

  // Lookups.

  /** One lookup under way. */
  private final class Search {
    final Node node;
    final Lookup lookup;
    private final KadKey target;
    private final BiConsumer<Search, Set<PeerId>> found;
    private final Consumer<Search> over;
    private final Instant start = now;
    private boolean ended;

    Search(Node node, KadKey target, BiConsumer<Search, Set<PeerId>> found, Consumer<Search> over) {
      this.node = node;
      this.target = target;
      this.found = found;
      this.over = over;
      this.lookup = new Lookup(node.id, target, SETTINGS, node.table.closest(target, K));
    }

    void go() {
      if (ended) {
        return;
      }
      if (node.dead || lookup.isOver(now) || now.isAfter(start.plus(QUERY_TIMEOUT))) {
        ended = true;
        over.accept(this);
        return;
      }
      for (PeerId peer : lookup.next(now)) {
        ask(
            node,
            peer,
            target,
            answer -> {
              found.accept(this, answer.providers);
              lookup.answered(peer, answer.closer);
              go();
            },
            () -> {
              lookup.failed(peer);
              go();
            });
      }
      lookup.slowAt(now).ifPresent(at -> after(Duration.between(now, at), this::go));
    }

    Duration taken() {
      return Duration.between(start, now);
    }
  }

  private void await(Set<?> underWay) {
    while (!underWay.isEmpty() && !events.isEmpty()) {
      step();
    }
  }

  LookupCost cost(int count) {
    Set<Object> underWay = new HashSet<>();
    List<Lookup> done = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Object token = new Object();
      underWay.add(token);
      new Search(
              anybody(),
              KadKey.of(anyKey()),
              (search, providers) -> {},
              search -> {
                underWay.remove(token);
                done.add(search.lookup);
              })
          .go();
    }
    await(underWay);
    return new LookupCost(
        nodes.size(),
        done.stream().mapToInt(Lookup::hops).average().orElseThrow(),
        done.stream().mapToInt(Lookup::asked).average().orElseThrow(),
        nodes.stream().mapToInt(node -> node.table.size()).average().orElseThrow());
  }

  /** Some nodes store a record with those nearest to its key. */
  private List<KadKey> provide(int count) {
    Set<Object> underWay = new HashSet<>();
    List<KadKey> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      KadKey key = KadKey.of(anyKey());
      keys.add(key);
      underWay.add(key);
      new Search(
              anybody(),
              key,
              (search, providers) -> {},
              search -> {
                underWay.remove(key);
                search.lookup.closest().forEach(peer -> store(peer, key, search.node.id));
              })
          .go();
    }
    await(underWay);
    return keys;
  }

  private void store(PeerId holder, KadKey key, PeerId provider) {
    Node node = byId.get(holder);
    if (node != null && !node.dead && node.lie.isEmpty()) {
      node.providers.computeIfAbsent(key, k -> new HashSet<>()).add(provider);
    }
  }

  private LookupResult find(String name, List<KadKey> keys) {
    Map<KadKey, Duration> taken = new LinkedHashMap<>();
    Set<Object> underWay = new HashSet<>();
    for (KadKey key : keys) {
      underWay.add(key);
      find(
          anybody(),
          key,
          duration -> {
            underWay.remove(key);
            taken.put(key, duration);
          });
    }
    await(underWay);
    return LookupResult.of(name, List.copyOf(taken.values()));
  }

  /** Tells how long it took until the first provider; zero if there is none. */
  private void find(Node seeker, KadKey key, Consumer<Duration> told) {
    Set<PeerId> known = new HashSet<>();
    BiConsumer<Search, Set<PeerId>> onFound =
        (search, providers) -> {
          if (!providers.isEmpty() && known.addAll(providers)) {
            told.accept(search.taken());
            search.lookup.stop();
          }
        };
    new Search(
            seeker,
            key,
            onFound,
            search -> {
              if (known.isEmpty()) {
                told.accept(Duration.ZERO);
              }
            })
        .go();
  }

  private LookupResult churn(String name) {
    List<KadKey> keys = provide(200);
    List<Duration> taken = new ArrayList<>();
    int toReplace = nodes.size() / 2;
    Duration pause = Duration.ofHours(1).dividedBy(toReplace);
    for (int i = 0; i < toReplace; i++) {
      kill(1);
      // Not the newcomer, which knows nobody yet.
      Node seeker = anybody();
      join();
      find(seeker, keys.get(random.nextInt(keys.size())), taken::add);
      passTime(pause);
    }
    passTime(QUERY_TIMEOUT);
    return LookupResult.of(name, taken);
  }
}
