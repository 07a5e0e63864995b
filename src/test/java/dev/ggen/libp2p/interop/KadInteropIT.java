package dev.ggen.libp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.HostSettings;
import dev.ggen.libp2p.identify.Identify;
import dev.ggen.libp2p.kad.InvalidRecordException;
import dev.ggen.libp2p.kad.KadDht;
import dev.ggen.libp2p.kad.KadPeer;
import dev.ggen.libp2p.kad.KadSettings;
import dev.ggen.libp2p.kad.KadStatus;
import dev.ggen.libp2p.kad.Providers;
import dev.ggen.libp2p.kad.PublicKeyValidator;
import dev.ggen.libp2p.kad.RecordValidator;
import dev.ggen.libp2p.kad.Replication;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.ping.Ping;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** One DHT of five nodes of ours and five of js-libp2p. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class KadInteropIT {
  /** That of the public network, which any implementation speaks. */
  private static final String PROTOCOL = "/ipfs/kad/1.0.0";

  private static final int EACH = 5;
  private static final Duration FORMING = Duration.ofMinutes(1);

  private record Node(Host host, KadDht dht) {
    static Node start(List<Multiaddr> bootstrap) throws IOException {
      Host host =
          Host.start(
              HostSettings.of(PrivateKey.generate(), Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
      Ping.on(host);
      Identify identify = Identify.on(host, "interop-test/1.0.0", "/interop/1.0.0");
      KadSettings settings = KadSettings.defaults().withProtocol(PROTOCOL).withBootstrap(bootstrap);
      KadDht dht =
          KadDht.start(
              host, settings, Map.of("pk", new PublicKeyValidator(), "number", new Numbers()));
      identify.onIdentified(dht::identified);
      return new Node(host, dht);
    }

    Multiaddr address() {
      return host.listenAddresses().getFirst().withPeerId(host.id());
    }
  }

  /** The same rule as in dht.mjs. */
  private static final class Numbers implements RecordValidator {
    @Override
    public void validate(Bytes key, Bytes value) throws InvalidRecordException {
      if (!text(value).matches("valid:[0-9]{1,9}")) {
        throw new InvalidRecordException("not valid:<number>");
      }
    }

    @Override
    public boolean isBetter(Bytes key, Bytes candidate, Bytes present) {
      return number(candidate) > number(present);
    }

    private static int number(Bytes value) {
      return Integer.parseInt(text(value).substring("valid:".length()));
    }
  }

  private static final List<Node> OURS = new ArrayList<>();
  private static final List<JsPeer> THEIRS = new ArrayList<>();

  @BeforeAll
  static void startNodes() throws Exception {
    Optional<String> missing = NodeModules.missing();
    assumeTrue(missing.isEmpty(), () -> "skipped: " + missing.orElseThrow());
    OURS.add(Node.start(List.of()));
    while (OURS.size() < EACH) {
      OURS.add(Node.start(List.of(OURS.getFirst().address())));
    }
    while (THEIRS.size() < EACH) {
      JsPeer peer = JsPeer.start("--kad", PROTOCOL);
      THEIRS.add(peer);
      Multiaddr beginning = OURS.get(THEIRS.size() % EACH).address();
      peer.get("dial", "address", beginning.toString());
    }
    awaitNetwork();
  }

  /** Until all of ours know everybody, and all of theirs most. */
  private static void awaitNetwork() throws Exception {
    long end = System.nanoTime() + FORMING.toNanos();
    String sizes = "";
    while (System.nanoTime() < end) {
      List<Integer> ours = OURS.stream().map(node -> node.dht().status().tableSize()).toList();
      List<Integer> theirs = new ArrayList<>();
      for (JsPeer peer : THEIRS) {
        theirs.add(peer.get("kadTable").get("size").asInt());
      }
      sizes = "ours " + ours + ", theirs " + theirs;
      if (ours.stream().allMatch(size -> size == 2 * EACH - 1)
          && theirs.stream().allMatch(size -> size >= EACH)) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("the network has not formed: routing tables of " + sizes);
  }

  @AfterAll
  static void closeNodes() {
    OURS.forEach(node -> {
      node.dht().close();
      node.host().close();
    });
    THEIRS.forEach(JsPeer::close);
  }

  private static Bytes bytes(String text) {
    return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Bytes bytes) {
    return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
  }

  private static Set<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).collect(Collectors.toSet());
  }

  @Test
  void whatWePutTheyGet() throws Exception {
    Replication replication = OURS.get(1).dht().putValue(bytes("/number/a"), bytes("valid:1"));
    assertThat(replication.await(Duration.ofSeconds(20))).isTrue();
    assertThat(replication.stored()).as("of %s", replication.asked()).isEqualTo(2 * EACH - 1);

    for (JsPeer peer : THEIRS) {
      assertThat(texts(peer.get("kadGet", "key", "/number/a").get("values")))
          .containsExactly("valid:1");
    }
  }

  @Test
  void whatTheyPutWeGet() throws Exception {
    THEIRS.get(2).get("kadPut", "key", "/number/b", "value", "valid:2");

    for (Node node : OURS) {
      assertThat(node.dht().getValue(bytes("/number/b"))).contains(bytes("valid:2"));
    }
  }

  @Test
  void theBetterValueWinsOnBothSides() throws Exception {
    THEIRS.get(0).get("kadPut", "key", "/number/c", "value", "valid:1");
    OURS.get(3).dht().putValue(bytes("/number/c"), bytes("valid:2")).await(Duration.ofSeconds(20));

    assertThat(OURS.get(4).dht().getValue(bytes("/number/c"))).contains(bytes("valid:2"));
    assertThat(texts(THEIRS.get(4).get("kadGet", "key", "/number/c").get("values")))
        .contains("valid:2");
  }

  @Test
  void publicKeysAreTakenByBoth() throws Exception {
    PeerId id = OURS.get(2).host().id();
    Bytes key = PublicKeyValidator.key(id);
    Replication replication =
        OURS.get(2).dht().putValue(key, OURS.get(2).host().identity().publicKey().encode());
    assertThat(replication.await(Duration.ofSeconds(20))).isTrue();

    assertThat(replication.stored()).isEqualTo(2 * EACH - 1);
    assertThat(OURS.get(0).dht().getValue(key)).isPresent();
  }

  @Test
  void whatWeProvideTheyFind() throws Exception {
    Multihash content = Multihash.sha256(bytes("ours"));
    Replication replication = OURS.get(1).dht().provide(content);
    assertThat(replication.await(Duration.ofSeconds(20))).isTrue();
    assertThat(replication.stored()).as("of %s", replication.asked()).isEqualTo(2 * EACH - 1);

    for (JsPeer peer : THEIRS) {
      JsonNode found = peer.get("kadFind", "hash", content.encode().hex());
      assertThat(texts(found.get("providers"))).containsExactly(OURS.get(1).host().id().toString());
    }
  }

  @Test
  void whatTheyProvideWeFind() throws Exception {
    Multihash content = Multihash.sha256(bytes("theirs"));
    THEIRS.get(3).get("kadProvide", "hash", content.encode().hex());

    for (Node node : OURS) {
      try (Providers found = node.dht().findProviders(content, 5)) {
        KadPeer provider = found.next();
        assertThat(provider.id()).isEqualTo(THEIRS.get(3).id());
        assertThat(node.host().connect(provider.id(), provider.addresses()).isClosed()).isFalse();
      }
    }
  }

  @Test
  void eachSideFindsThePeersOfTheOther() throws Exception {
    PeerId theirs = THEIRS.get(4).id();
    assertThat(OURS.get(2).dht().findPeer(theirs).orElseThrow().link())
        .isEqualTo(KadPeer.Link.CONNECTED);

    Node ours = OURS.get(4);
    JsonNode found = THEIRS.get(1).get("kadFindPeer", "peer", ours.host().id().toString());
    assertThat(texts(found.get("addresses")))
        .anyMatch(
            address -> address.startsWith(ours.host().listenAddresses().getFirst().toString()));
  }

  @Test
  void bothSidesSeeTheSamePeersAsClosest() throws Exception {
    List<KadPeer> ours = OURS.get(0).dht().closestPeers(bytes("somewhere"));
    Set<String> theirs = texts(THEIRS.get(0).get("kadClosest", "key", "somewhere").get("peers"));

    assertThat(ours).hasSize(2 * EACH - 1);
    Set<String> expected =
        ours.stream()
            .map(peer -> peer.id().toString())
            .filter(id -> !id.equals(THEIRS.get(0).id().toString()))
            .collect(Collectors.toSet());
    assertThat(theirs).containsAll(expected);
  }

  @Test
  void theyRefuseWhatIsNotValidAndSoDoWe() throws Exception {
    JsonNode put = THEIRS.get(1).get("kadPut", "key", "/number/d", "value", "nonsense");

    assertThat(texts(put.get("errors"))).isNotEmpty();
    assertThat(OURS)
        .allSatisfy(node ->
            assertThat(node.dht().status().refused())
                .containsEntry(KadStatus.Refusal.INVALID_RECORD, 1L));
    assertThat(OURS.get(1).dht().getValue(bytes("/number/d"))).isEmpty();
  }

  @Test
  void hardlyARequestBetweenUsFails() {
    for (Node node : OURS) {
      KadStatus status = node.dht().status();
      status
          .requests()
          .forEach(
              (type, count) -> assertThat(count.failed()).as("%s of %s", type, count).isZero());
    }
  }
}
