package dev.ggen.libp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.gossipsub.GossipSettings;
import dev.ggen.libp2p.gossipsub.GossipSnapshot;
import dev.ggen.libp2p.gossipsub.GossipSub;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.HostSettings;
import dev.ggen.libp2p.identify.Identify;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.ping.Ping;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** One mesh of five nodes of ours and five of js-libp2p's gossipsub. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class GossipInteropIT {
  private static final String TOPIC = "interop";
  private static final int EACH = 5;

  /** One of ours; it counts what it hears. */
  private static final class Ours {
    final Host host;
    final GossipSub gossip;
    final Map<String, AtomicInteger> heard = new ConcurrentHashMap<>();

    Ours() throws IOException {
      host =
          Host.start(
              HostSettings.of(PrivateKey.generate(), Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
      Ping.on(host);
      Identify.on(host, "interop-test/1.0.0", "/interop/1.0.0");
      gossip = GossipSub.on(host, GossipSettings.defaults());
      gossip.subscribe(
          TOPIC,
          (message, from) ->
              heard
                  .computeIfAbsent(text(message.data()), t -> new AtomicInteger())
                  .incrementAndGet());
    }

    Multiaddr address() {
      return host.listenAddresses().getFirst().withPeerId(host.id());
    }

    Set<PeerId> mesh() {
      GossipSnapshot.Topic topic = gossip.snapshot().topics().get(TOPIC);
      return topic == null ? Set.of() : topic.mesh();
    }

    Map<String, Integer> counts() {
      Map<String, Integer> counts = new TreeMap<>();
      heard.forEach((text, count) -> counts.put(text, count.get()));
      return counts;
    }

    void close() {
      gossip.close();
      host.close();
    }
  }

  private final List<Ours> ours = new ArrayList<>();
  private final List<JsPeer> theirs = new ArrayList<>();

  @BeforeAll
  static void needNode() throws Exception {
    Optional<String> missing = NodeModules.missing();
    assumeTrue(missing.isEmpty(), () -> "skipped: " + missing.orElseThrow());
  }

  /** Each of theirs dials two of ours, and each of ours the next two of ours. */
  @BeforeEach
  void formMesh() throws Exception {
    while (ours.size() < EACH) {
      ours.add(new Ours());
    }
    for (int i = 0; i < EACH; i++) {
      ours.get(i).host.connect(ours.get((i + 1) % EACH).address());
      ours.get(i).host.connect(ours.get((i + 2) % EACH).address());
    }
    while (theirs.size() < EACH) {
      JsPeer peer = JsPeer.start("--gossip");
      theirs.add(peer);
      peer.get("subscribe", "topic", TOPIC);
      for (int next = 0; next < 3; next++) {
        peer.get("dial", "address", ours.get((theirs.size() + next) % EACH).address().toString());
      }
    }
    for (int i = 0; i < EACH; i++) {
      theirs.get(i).get("dial", "address", theirs.get((i + 1) % EACH).address().toString());
    }
    await(
        "meshes on both sides",
        () -> {
          for (JsPeer peer : theirs) {
            if (peer.get("mesh", "topic", TOPIC).get("mesh").size() < 3) {
              return false;
            }
          }
          return ours.stream().allMatch(node -> node.mesh().size() >= 4);
        });
  }

  @AfterEach
  void close() {
    ours.forEach(Ours::close);
    theirs.forEach(JsPeer::close);
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within a minute: " + what);
      }
      Thread.sleep(50);
    }
  }

  private static String text(Bytes bytes) {
    return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
  }

  private void publish(int node, String text) throws Exception {
    if (node < EACH) {
      ours.get(node).gossip.publish(TOPIC, Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8)));
    } else {
      theirs.get(node - EACH).get("publish", "topic", TOPIC, "text", text);
    }
  }

  private static Map<String, Integer> heard(JsPeer peer) throws Exception {
    Map<String, Integer> counts = new TreeMap<>();
    peer.get("heard")
        .get("messages")
        .forEach(message -> counts.merge(message.get("text").asString(), 1, Integer::sum));
    return counts;
  }

  /** What a node should have heard: everything but its own, once. */
  private static Map<String, Integer> once(Map<String, Integer> authors, int except) {
    Map<String, Integer> expected = new TreeMap<>();
    authors.forEach((text, author) -> {
      if (author != except) {
        expected.put(text, 1);
      }
    });
    return expected;
  }

  private boolean allHaveHeard(Map<String, Integer> authors) throws Exception {
    for (int i = 0; i < ours.size(); i++) {
      if (!ours.get(i).counts().equals(once(authors, i))) {
        return false;
      }
    }
    for (int i = 0; i < theirs.size(); i++) {
      if (!heard(theirs.get(i)).equals(once(authors, EACH + i))) {
        return false;
      }
    }
    return true;
  }

  @Test
  void messagesReachAllOnBothSidesOnce() throws Exception {
    Map<String, Integer> authors = new TreeMap<>();
    for (int i = 0; i < 100; i++) {
      // Some are long enough for IDONTWANT.
      String message = "message " + i + " " + "x".repeat(i % 3 == 0 ? 3_000 : 0);
      int author = i % (2 * EACH);
      publish(author, message);
      authors.put(message, author);
    }
    await("everything everywhere, once", () -> allHaveHeard(authors));
    assertThat(allHaveHeard(authors)).isTrue();
  }

  @Test
  void aThirdIsKilledAndTheOthersLoseNothing() throws Exception {
    Map<String, Integer> authors = new TreeMap<>();
    for (int i = 0; i < 60; i++) {
      if (i == 20) {
        theirs.removeLast().kill();
        theirs.removeLast().kill();
        ours.removeLast().close();
      }
      int author = i % 4 < 2 ? i % 2 : EACH + i % 2;
      publish(author, "m" + i);
      authors.put("m" + i, author);
    }
    await("everything at those who are left, once", () -> allHaveHeard(authors));
  }

  @Test
  void graftAndPruneAreSeenOnBothSides() throws Exception {
    await(
        "each other in the mesh",
        () -> {
          for (Ours node : ours) {
            for (JsPeer peer : theirs) {
              if (node.mesh().contains(peer.id())
                  != meshOf(peer).contains(node.host.id().toString())) {
                return false;
              }
            }
          }
          return true;
        });
    Ours leaving = ours.getFirst();
    leaving.gossip.close();
    JsPeer also = theirs.getFirst();
    also.get("unsubscribe", "topic", TOPIC);
    await(
        "they have pruned ours",
        () -> {
          for (JsPeer peer : theirs) {
            if (meshOf(peer).contains(leaving.host.id().toString())) {
              return false;
            }
          }
          return true;
        });
    await(
        "we have pruned theirs",
        () -> ours.stream().skip(1).noneMatch(node -> node.mesh().contains(also.id())));
  }

  private static Set<String> meshOf(JsPeer peer) throws Exception {
    JsonNode mesh = peer.get("mesh", "topic", TOPIC).get("mesh");
    return mesh.valueStream().map(JsonNode::asString).collect(Collectors.toSet());
  }
}
