package dev.ggen.libp2p.kad;

import static dev.ggen.libp2p.kad.KadNode.await;
import static dev.ggen.libp2p.kad.KadNode.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.HostSettings;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.transport.memory.MemoryNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole nodes on the memory transport. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class KadDhtTest {
  private static final Bytes KEY = bytes("/number/seven");
  private static final Multihash CONTENT = Multihash.sha256(bytes("content"));

  private final MemoryNetwork network = new MemoryNetwork();
  private final List<KadNode> nodes = new ArrayList<>();

  @AfterEach
  void closeNodes() {
    nodes.parallelStream().forEach(KadNode::close);
  }

  private KadNode node(UnaryOperator<KadSettings> change) throws IOException {
    KadNode node = KadNode.memory(network, change);
    nodes.add(node);
    return node;
  }

  /** So many that know the first, and by it each other. */
  private void nodes(int count) throws Exception {
    KadNode first = node(UnaryOperator.identity());
    while (nodes.size() < count) {
      node(KadNode.bootstrap(first));
    }
    for (KadNode node : nodes) {
      await("everybody is known", () -> node.tableSize() >= Math.min(count - 1, 10));
    }
  }

  private KadNode node(int index) {
    return nodes.get(index);
  }

  @Test
  void aNodeThatKnowsOneOtherSoonKnowsAll() throws Exception {
    nodes(8);

    for (KadNode node : nodes) {
      await("all are known", () -> node.tableSize() == 7);
    }
  }

  @Test
  void whatOneNodeProvidesAnotherFinds() throws Exception {
    nodes(8);

    Replication replication = node(1).dht().provide(CONTENT);

    assertThat(replication.stored()).isGreaterThanOrEqualTo(5);
    try (Providers found = node(7).dht().findProviders(CONTENT, 5)) {
      assertThat(found.next().id()).isEqualTo(node(1).host().id());
      assertThat(found.hasNext()).isFalse();
    }
  }

  @Test
  void whoProvidesNothingAnyMoreIsNotFoundByItself() throws Exception {
    KadNode alone = node(UnaryOperator.identity());
    alone.dht().provide(CONTENT);
    assertThat(alone.dht().findProviders(CONTENT, 5).hasNext()).isTrue();

    alone.dht().stopProviding(CONTENT);

    assertThat(alone.dht().findProviders(CONTENT, 5).hasNext()).isFalse();
    assertThat(alone.dht().status().providing()).isZero();
  }

  @Test
  void theFirstProviderComesBeforeTheLookupIsOver() throws Exception {
    nodes(6);
    node(1).dht().provide(CONTENT);
    KadNode asker = node(5);
    network.silence(node(2).host().listenAddresses().getFirst());
    network.silence(node(3).host().listenAddresses().getFirst());

    long start = System.nanoTime();
    try (Providers found = asker.dht().findProviders(CONTENT, 100)) {
      assertThat(found.next().id()).isEqualTo(node(1).host().id());
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void aStreamOfProvidersEndsByItself() throws Exception {
    nodes(4);
    node(1).dht().provide(CONTENT);
    node(2).dht().provide(CONTENT);

    try (var found = node(3).dht().findProviders(CONTENT, 100).stream()) {
      Set<PeerId> ids = found.map(KadPeer::id).collect(Collectors.toSet());
      assertThat(ids).containsExactlyInAnyOrder(node(1).host().id(), node(2).host().id());
    }
  }

  @Test
  void aValueIsFoundByOthersAndTheBetterOneWins() throws Exception {
    nodes(6);
    node(1).dht().putValue(KEY, bytes("valid:1"));
    assertThat(node(5).dht().getValue(KEY)).contains(bytes("valid:1"));

    node(2).dht().putValue(KEY, bytes("valid:2"));

    assertThat(node(4).dht().getValue(KEY)).contains(bytes("valid:2"));
    assertThatThrownBy(() -> node(3).dht().putValue(KEY, bytes("valid:1")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a better value is held");
  }

  @Test
  void aPeerThatHoldsAnOlderValueIsCorrected() throws Exception {
    nodes(3);
    node(1).dht().putValue(KEY, bytes("valid:1")).await(Duration.ofSeconds(10));
    Host late = node(2).host();
    KadRecord newer = new KadRecord(KEY, bytes("valid:9"), Optional.empty());
    node(0).dht().server().put(late.id(), newer);

    assertThat(node(2).dht().getValue(KEY, 3)).contains(bytes("valid:9"));

    await("the older values are replaced", () -> holds(node(1), "valid:9"));
    await("its own too", () -> holds(node(2), "valid:9"));
  }

  private static boolean holds(KadNode node, String value) {
    try {
      return node.dht().getValue(KEY, 1).equals(Optional.of(bytes(value)));
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aValueThatIsNotValidIsNotPublished() throws Exception {
    KadNode alone = node(UnaryOperator.identity());

    assertThatThrownBy(() -> alone.dht().putValue(KEY, bytes("nonsense")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not valid:<number>");
    assertThatThrownBy(() -> alone.dht().putValue(bytes("/other/x"), bytes("valid:1")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("[number, pk]");
    assertThat(alone.dht().status().valueRecords()).isZero();
    assertThat(alone.dht().status().publishing()).isZero();
  }

  @Test
  void aPublicKeyCanBeFound() throws Exception {
    nodes(4);
    PeerId id = node(1).host().id();
    Bytes publicKey = node(1).host().identity().publicKey().encode();

    node(1).dht().putValue(PublicKeyValidator.key(id), publicKey);

    assertThat(node(3).dht().getValue(PublicKeyValidator.key(id))).contains(publicKey);
  }

  @Test
  void aPeerIsFoundThoughNobodyHasToldItsAddress() throws Exception {
    KadNode first = node(UnaryOperator.identity());
    UnaryOperator<KadSettings> client = s -> s.withMode(KadSettings.Mode.CLIENT);
    KadNode hidden = node(client.andThen(KadNode.bootstrap(first))::apply);
    KadNode asker = node(KadNode.bootstrap(first));
    await("both are there", () -> first.tableSize() == 1 && asker.tableSize() == 1);
    await("it is connected", () -> first.host().connection(hidden.host().id()).isPresent());

    Optional<KadPeer> found = asker.dht().findPeer(hidden.host().id());

    assertThat(found.orElseThrow().link()).isEqualTo(KadPeer.Link.CONNECTED);
    assertThat(asker.dht().findPeer(PeerId.ofKey(bytes("nobody")))).isEmpty();
  }

  @Test
  void theClosestPeersAreTheNearestOnesInOrder() throws Exception {
    nodes(8);
    KadKey place = KadKey.of(KEY);
    List<PeerId> expected =
        nodes.stream()
            .map(node -> node.host().id())
            .filter(id -> !id.equals(node(3).host().id()))
            .sorted(Comparator.comparing(KadKey::of, place.nearestFirst()))
            .toList();

    List<KadPeer> closest = node(3).dht().closestPeers(KEY);

    assertThat(closest).extracting(KadPeer::id).containsExactlyElementsOf(expected);
    assertThat(closest).allSatisfy(peer -> assertThat(peer.addresses()).isNotEmpty());
  }

  @Test
  void aClientIsInNobodysTableAndAnswersNobody() throws Exception {
    KadNode server = node(UnaryOperator.identity());
    UnaryOperator<KadSettings> client = s -> s.withMode(KadSettings.Mode.CLIENT);
    KadNode asks = node(client.andThen(KadNode.bootstrap(server))::apply);

    await("the client knows the server", () -> asks.tableSize() == 1);
    asks.dht().provide(CONTENT);

    assertThat(server.dht().findProviders(CONTENT, 1).hasNext()).isTrue();
    assertThat(server.tableSize()).isZero();
    assertThat(asks.dht().status().server()).isFalse();
    assertThatThrownBy(
            () -> {
              try (var stream =
                  server.host().newStream(asks.host().id(), KadSettings.GGEN_PROTOCOL)) {
                KadMessage.of(KadMessage.Type.FIND_NODE, KEY).write(stream);
                KadMessage.read(stream);
              }
            })
        .isInstanceOf(IOException.class);
  }

  @Test
  void aServerThatCeasesToServeLeavesTheTables() throws Exception {
    nodes(2);

    node(0).dht().close();

    await("it is out of the table", () -> node(1).tableSize() == 0);
  }

  @Test
  void aNodeThatOthersCannotReachCeasesToServeUntilTheyCan() throws Exception {
    KadNode node = node(UnaryOperator.identity());
    Multiaddr outside = Multiaddr.parse("/ip4/8.8.4.4/tcp/4001");
    assertThat(node.dht().status().server()).isTrue();

    node.host().confirmAddresses(Set.of(outside));
    await("it is a client", () -> !node.dht().status().server());
    assertThat(node.host().protocols()).doesNotContain(KadSettings.GGEN_PROTOCOL);

    node.host().confirmAddresses(Set.of());
    await("it is a server again", () -> node.dht().status().server());
    assertThat(node.host().protocols()).contains(KadSettings.GGEN_PROTOCOL);
  }

  @Test
  void aPeerThatIsGoneLeavesTheTableThoughNobodyNeedsIt() throws Exception {
    KadNode first = node(UnaryOperator.identity());
    Duration hour = Duration.ofHours(1);
    KadNode watchful =
        node(
            KadNode.bootstrap(first)
                    .andThen(s ->
                        s.withTable(new KadSettings.Table(hour, Duration.ofMillis(200), 3, 10)))
                ::apply);
    await("they know each other", () -> watchful.tableSize() == 1);

    network.cut(first.host().listenAddresses().getFirst());

    await("it is noticed", () -> watchful.tableSize() == 0);
  }

  /** As a headless service of Kubernetes does, and as {@code /dnsaddr} does. */
  @ParameterizedTest
  @ValueSource(strings = {"/dns4/nodes/tcp/4001", "/dnsaddr/nodes"})
  void allNodesThatANameStandsForAreReached(String name) throws Exception {
    KadNode one = node(UnaryOperator.identity());
    KadNode two = node(UnaryOperator.identity());
    boolean withIds = name.startsWith("/dnsaddr");
    List<Multiaddr> resolved =
        Stream.of(one, two)
            .map(node -> withIds ? node.address() : node.host().listenAddresses().getFirst())
            .toList();
    HostSettings settings =
        HostSettings.of(PrivateKey.generate(), Multiaddr.parse("/memory/0"))
            .withTransports(network)
            .withResolver((address, timeout) ->
                address.toString().equals(name) ? resolved : List.of(address));

    KadNode newcomer =
        KadNode.start(
            settings, s -> s.withBootstrap(List.of(Multiaddr.parse(name))), InstantSource.system());
    nodes.add(newcomer);

    await("both are known", () -> newcomer.tableSize() == 2);
    assertThat(newcomer.dht().status().bootstrapFailures()).isZero();
  }

  @Test
  void withoutAnybodyElseNothingIsFoundAndNothingFails() throws Exception {
    KadNode alone = node(UnaryOperator.identity());

    assertThat(alone.dht().getValue(KEY)).isEmpty();
    assertThat(alone.dht().closestPeers(KEY)).isEmpty();
    assertThat(alone.dht().provide(CONTENT).stored()).isZero();
    assertThat(alone.dht().putValue(KEY, bytes("valid:1")).asked()).isZero();
    assertThat(alone.dht().getValue(KEY)).contains(bytes("valid:1"));
  }

  @Test
  void whatWasStoredNowhereIsPublishedOnceThereIsSomebody() throws Exception {
    AtomicReference<Instant> time = new AtomicReference<>(Instant.now());
    KadNode server = node(UnaryOperator.identity());
    UnaryOperator<KadSettings> often =
        s ->
            s.withStorage(
                new KadSettings.Storage(
                    Optional.empty(),
                    100,
                    1 << 20,
                    1_024,
                    Duration.ofDays(2),
                    Duration.ofMillis(400),
                    Duration.ofDays(1),
                    500));
    KadNode late = KadNode.memory(network, often, time::get);
    nodes.add(late);
    late.dht().provide(CONTENT);
    late.dht().putValue(KEY, bytes("valid:1"));
    assertThat(server.dht().status().providerRecords()).isZero();

    late.host().connect(server.address());
    await("it is known", () -> late.tableSize() == 1);
    time.set(time.get().plus(Duration.ofMinutes(2)));

    await("the provider is told", () -> server.dht().status().providerRecords() == 1);
    await("the value is told", () -> server.dht().status().valueRecords() == 1);
  }

  @Test
  void recordsOfOthersEndWithTheirTimeAndOnesOwnDoNot() throws Exception {
    AtomicReference<Instant> time = new AtomicReference<>(Instant.now());
    KadNode holder = KadNode.memory(network, UnaryOperator.identity(), time::get);
    nodes.add(holder);
    KadNode publisher = node(KadNode.bootstrap(holder));
    await("it is known", () -> publisher.tableSize() == 1);
    publisher.dht().putValue(KEY, bytes("valid:1")).await(Duration.ofSeconds(10));
    publisher.dht().provide(CONTENT).await(Duration.ofSeconds(10));
    assertThat(holder.dht().server().held(KEY)).isPresent();
    assertThat(holder.dht().server().providersOf(CONTENT, 9)).hasSize(1);

    time.set(time.get().plus(Duration.ofDays(2)));

    assertThat(holder.dht().server().held(KEY)).isEmpty();
    assertThat(holder.dht().server().providersOf(CONTENT, 9)).isEmpty();
    assertThat(publisher.dht().server().held(KEY)).isPresent();
    assertThat(publisher.dht().server().providersOf(CONTENT, 9)).hasSize(1);
  }

  /** The room for records is that of others. */
  @Test
  void aNodeMayPublishMoreThanItHoldsForOthers() throws Exception {
    KadNode small =
        node(s ->
            s.withStorage(
                new KadSettings.Storage(
                    Optional.empty(),
                    1,
                    100,
                    50,
                    Duration.ofDays(2),
                    Duration.ofHours(22),
                    Duration.ofDays(1),
                    500)));
    for (int i = 0; i < 5; i++) {
      small.dht().putValue(bytes("/number/" + i), bytes("valid:" + i));
      small.dht().provide(Multihash.sha256(bytes("content " + i)));
    }

    assertThat(small.dht().getValue(bytes("/number/0"))).contains(bytes("valid:0"));
    assertThat(small.dht().findProviders(Multihash.sha256(bytes("content 0")), 1).hasNext())
        .isTrue();
    assertThat(small.dht().status().publishing()).isEqualTo(5);
  }

  @Test
  void aRestartedNodeFindsTheOthersWithoutBootstrapNodes(@TempDir Path folder) throws Exception {
    nodes(4);
    KadNode node = node(KadNode.bootstrap(node(0)).andThen(s -> s.withFolder(folder))::apply);
    await("it knows the others", () -> node.tableSize() == 4);
    KadRecord record = new KadRecord(KEY, bytes("valid:3"), Optional.empty());
    node.dht().server().put(node(1).host().id(), record);
    nodes.remove(node);
    node.close();

    KadNode again = node(s -> s.withFolder(folder));

    await("it knows them again", () -> again.tableSize() == 4);
    assertThat(again.dht().status().valueRecords()).isEqualTo(1);
    assertThat(again.dht().getValue(KEY, 1)).contains(bytes("valid:3"));
  }

  @Test
  void anAddressWithoutPeerIdIsGoodEnoughToBegin() throws Exception {
    KadNode first = node(UnaryOperator.identity());

    KadNode second = node(s -> s.withBootstrap(first.host().listenAddresses()));

    await("they know each other", () -> first.tableSize() == 1 && second.tableSize() == 1);
  }

  @Test
  void aBootstrapNodeThatComesLateIsFound() throws Exception {
    KadNode first = node(UnaryOperator.identity());
    network.cut(first.host().listenAddresses().getFirst());
    KadNode second = node(KadNode.bootstrap(first));
    await("it has tried", () -> second.dht().status().bootstrapFailures() > 0);

    network.heal(first.host().listenAddresses().getFirst());

    await("it is reached", () -> second.tableSize() == 1);
    await("failures are forgotten", () -> second.dht().status().bootstrapFailures() == 0);
  }

  @Test
  void lookupsGoOnWhenSomeNodesAreGone() throws Exception {
    nodes(10);
    node(1).dht().provide(CONTENT).await(Duration.ofSeconds(10));
    for (int i = 7; i < 10; i++) {
      node(i).host().close();
    }

    assertThat(node(2).dht().findProviders(CONTENT, 1).hasNext()).isTrue();
    assertThat(node(3).dht().closestPeers(KEY)).hasSize(6);
  }

  @Test
  void theStatusTellsWhatIsGoingOn() throws Exception {
    nodes(4);
    node(1).dht().provide(CONTENT);
    node(2).dht().getValue(KEY);

    await("nothing is under way", () -> node(2).dht().status().runningQueries() == 0);
    KadStatus status = node(2).dht().status();

    assertThat(status.server()).isTrue();
    assertThat(status.tableSize()).isEqualTo(3);
    assertThat(status.queries()).containsKeys("getValue", "refresh");
    assertThat(status.requests()).containsKeys("FIND_NODE", "GET_VALUE");
    assertThat(status.requests().get("GET_VALUE").latency().p50()).isPositive();
    assertThat(status.served()).containsKey("ADD_PROVIDER");
    assertThat(status.providerRecords()).isEqualTo(1);
    assertThat(status.refused()).isEmpty();
  }

  @Test
  void afterItIsClosedNothingOfItRuns() throws Exception {
    nodes(3);
    KadNode node = node(2);

    node.dht().close();

    assertThat(node.host().protocols()).doesNotContain(KadSettings.GGEN_PROTOCOL);
    assertThat(node.dht().findProviders(CONTENT, 1)).isExhausted();
  }
}
