package dev.ggen.libp2p.gossipsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.HostSettings;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.transport.memory.MemoryNetwork;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole nodes on the memory transport. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class GossipSubTest {
  private final MemoryNetwork network = new MemoryNetwork();
  private final List<AutoCloseable> open = new ArrayList<>();

  private GossipNode node(GossipSettings settings) throws IOException {
    GossipNode node = GossipNode.memory(network, settings);
    open.add(node);
    return node;
  }

  private GossipNode node() throws IOException {
    return node(GossipSettings.defaults());
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void aMessageReachesEverybodyOnce() throws Exception {
    List<GossipNode> nodes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      nodes.add(node().listening());
      if (i > 0) {
        nodes.get(i).connect(nodes.get(i - 1));
      }
    }
    GossipNode.await("meshes", () -> nodes.stream().allMatch(each -> !each.mesh().isEmpty()));
    for (int i = 0; i < 20; i++) {
      nodes.get(i % 8).say("m" + i);
    }
    for (int i = 0; i < 20; i++) {
      String message = "m" + i;
      GossipNode author = nodes.get(i % 8);
      GossipNode.await(
          message, () -> nodes.stream().allMatch(each -> each == author || each.hasOnce(message)));
      assertThat(author.got).doesNotContainKey(message);
    }
  }

  @Test
  void aConnectionMadeBeforeGossipsubCountsToo() throws Exception {
    Host early =
        Host.start(
            HostSettings.of(PrivateKey.generate(), Multiaddr.parse("/memory/0"))
                .withTransports(network));
    open.add(early);
    GossipNode other = node().listening();
    early.connect(other.address());
    GossipSub late = GossipSub.on(early, GossipSettings.defaults());
    open.addFirst(late);
    GossipNode.await("a subscriber", () -> late.snapshot().peers().containsKey(other.host.id()));
    GossipNode.await(
        "delivery",
        () -> {
          late.publish(GossipNode.TOPIC, GossipNode.bytes("hello"));
          return other.got.containsKey("hello");
        });
  }

  @Test
  void whoOnlyPublishesReachesTheSubscribers() throws Exception {
    GossipNode publisher = node(GossipSettings.defaults().withFloodPublish(false));
    GossipNode subscriber = node().listening();
    publisher.connect(subscriber);
    GossipNode.await(
        "delivery",
        () -> {
          publisher.say("a");
          return subscriber.got.containsKey("a");
        });
    assertThat(publisher.gossip.snapshot().fanouts().get(GossipNode.TOPIC))
        .containsExactly(subscriber.host.id());
  }

  @Test
  void aRejectedMessageIsNotForwardedAndCostsScore() throws Exception {
    GossipNode author = node().listening();
    GossipNode middle = node().listening();
    GossipNode far = node().listening();
    middle.gossip.setValidator(
        GossipNode.TOPIC,
        (message, from) ->
            GossipNode.text(message.data()).startsWith("bad") ? Verdict.REJECT : Verdict.ACCEPT);
    author.connect(middle);
    middle.connect(far);
    GossipNode.await("mesh", () -> middle.mesh().size() == 2);
    author.say("bad");
    author.say("good");
    GossipNode.await("good", () -> far.hasOnce("good"));
    assertThat(far.got).doesNotContainKey("bad");
    assertThat(middle.got).doesNotContainKey("bad");
    assertThat(middle.gossip.snapshot().peers().get(author.host.id()).score()).isNegative();
  }

  @Test
  void aSlowValidatorHoldsUpOnlyItsOwnTopic() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    GossipNode author = node();
    GossipNode reader =
        node(
            GossipSettings.defaults()
                .withValidation(new GossipSettings.Validation(100, 10, 2, Duration.ofMinutes(5))));
    reader.listening();
    reader.gossip.setValidator(
        "slow",
        (message, from) -> {
          try {
            return release.await(30, TimeUnit.SECONDS) ? Verdict.ACCEPT : Verdict.IGNORE;
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Verdict.IGNORE;
          }
        });
    Set<String> slow = ConcurrentHashMap.newKeySet();
    Subscription subscription =
        reader.gossip.subscribe(
            "slow", (message, from) -> slow.add(GossipNode.text(message.data())));
    author.connect(reader);
    GossipNode.await(
        "subscriptions",
        () -> {
          var peer = author.gossip.snapshot().peers().get(reader.host.id());
          return peer != null && peer.topics() == 2;
        });
    for (int i = 0; i < 30; i++) {
      author.gossip.publish("slow", GossipNode.bytes("s" + i));
    }
    author.say("quick");
    GossipNode.await("quick", () -> reader.hasOnce("quick"));
    GossipNode.await("throttling", () -> reader.count(GossipCount.THROTTLED) > 0);
    assertThat(slow).isEmpty();
    release.countDown();
    GossipNode.await("slow", () -> slow.size() == 30 - reader.count(GossipCount.THROTTLED));
    subscription.close();
  }

  @Test
  void aValidatorThatNeverEndsIsGivenUp() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    GossipNode author = node();
    GossipNode reader =
        node(
            GossipSettings.defaults()
                .withValidation(new GossipSettings.Validation(100, 10, 1, Duration.ofMillis(50))));
    reader.listening();
    reader.gossip.setValidator(
        GossipNode.TOPIC,
        (message, from) -> {
          try {
            return never.await(40, TimeUnit.SECONDS) ? Verdict.ACCEPT : Verdict.REJECT;
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Verdict.ACCEPT;
          }
        });
    author.connect(reader);
    GossipNode.await(
        "ignored",
        () -> {
          author.say("a");
          return reader.count(GossipCount.IGNORED) > 0;
        });
    assertThat(reader.got).isEmpty();
    never.countDown();
  }

  @Test
  void whatIsUnsubscribedIsNotSentAnyMore() throws Exception {
    GossipNode author = node();
    GossipNode reader = node();
    Set<String> got = ConcurrentHashMap.newKeySet();
    Subscription subscription =
        reader.gossip.subscribe(
            GossipNode.TOPIC, (message, from) -> got.add(GossipNode.text(message.data())));
    author.connect(reader);
    GossipNode.await(
        "delivery",
        () -> {
          author.say("a");
          return got.contains("a");
        });
    subscription.close();
    GossipNode.await(
        "the end of it",
        () -> author.gossip.snapshot().peers().get(reader.host.id()).topics() == 0);
    assertThat(reader.gossip.snapshot().topics()).isEmpty();
  }

  @Test
  void oneOfTwoConnectionsMayEnd() throws Exception {
    GossipNode a = node().listening();
    GossipNode b = node().listening();
    a.connect(b);
    GossipNode.await("mesh", () -> a.mesh().contains(b.host.id()));
    // Without peer id each call makes a new connection.
    b.host.connect(a.host.listenAddresses().getFirst());
    GossipNode.await("two connections", () -> a.host.connections().size() == 2);
    a.host.connections().getFirst().close();
    GossipNode.await("one connection", () -> a.host.connections().size() == 1);
    GossipNode.await(
        "delivery both ways",
        () -> {
          a.say("from a");
          b.say("from b");
          return b.got.containsKey("from a") && a.got.containsKey("from b");
        });
    assertThat(a.gossip.snapshot().peers()).containsOnlyKeys(b.host.id());
  }

  @Test
  void aPeerThatIsGoneIsForgotten() throws Exception {
    GossipNode a = node().listening();
    GossipNode b = node().listening();
    a.connect(b);
    GossipNode.await("mesh", () -> a.mesh().contains(b.host.id()));
    b.close();
    GossipNode.await("the end", () -> a.mesh().isEmpty() && a.gossip.snapshot().peers().isEmpty());
  }

  @Test
  void directPeersAreReachedAndGetEverything() throws Exception {
    GossipNode b = node().listening();
    GossipNode a = node(GossipSettings.defaults().withDirectPeers(Set.of(b.host.id())));
    a.host.peerStore().add(b.host.id(), List.of(b.address()), Duration.ofHours(1));
    GossipNode.await(
        "delivery",
        () -> {
          a.say("a");
          return b.got.containsKey("a");
        });
    assertThat(a.host.connection(b.host.id())).isPresent();
  }

  @Test
  void unsignedMessagesTravelWhereBothSidesWantNone() throws Exception {
    GossipSettings unsigned =
        GossipSettings.defaults().withSignatures(SignaturePolicy.STRICT_NO_SIGN);
    Set<Bytes> got = ConcurrentHashMap.newKeySet();
    List<GossipSub> subs = new ArrayList<>();
    List<Host> hosts = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Host host =
          Host.start(
              HostSettings.of(PrivateKey.generate(), Multiaddr.parse("/memory/0"))
                  .withTransports(network));
      hosts.add(host);
      GossipSub gossip = GossipSub.on(host, unsigned, PubsubMessage::data, new GossipListener() {});
      subs.add(gossip);
      open.add(gossip);
    }
    open.addAll(hosts);
    subs.get(1).subscribe(GossipNode.TOPIC, (message, from) -> got.add(message.from()));
    hosts.get(0).connect(hosts.get(1).listenAddresses().getFirst().withPeerId(hosts.get(1).id()));
    GossipNode.await(
        "a subscriber",
        () -> subs.get(0).snapshot().peers().values().stream().anyMatch(p -> p.topics() == 1));
    subs.get(0).publish(GossipNode.TOPIC, GossipNode.bytes("x"));
    GossipNode.await("delivery", () -> got.contains(Bytes.EMPTY));
  }

  @Test
  void listenersHearOfMeshes() throws Exception {
    Set<PeerId> grafted = ConcurrentHashMap.newKeySet();
    Set<PeerId> pruned = ConcurrentHashMap.newKeySet();
    Host host =
        Host.start(
            HostSettings.of(PrivateKey.generate(), Multiaddr.parse("/memory/0"))
                .withTransports(network));
    GossipSub gossip =
        GossipSub.on(
            host,
            GossipSettings.defaults(),
            GossipSub::authorAndNumber,
            new GossipListener() {
              @Override
              public void grafted(PeerId peer, String topic) {
                grafted.add(peer);
              }

              @Override
              public void pruned(PeerId peer, String topic) {
                pruned.add(peer);
              }
            });
    open.add(gossip);
    open.add(host);
    gossip.subscribe(GossipNode.TOPIC, (message, from) -> {});
    GossipNode other = node().listening();
    host.connect(other.address());
    GossipNode.await("graft", () -> grafted.contains(other.host.id()));
    other.close();
    GossipNode.await("prune", () -> pruned.contains(other.host.id()));
  }

  @Test
  void whatIsTooLongIsRefused() throws Exception {
    GossipNode node = node();
    int most = GossipSettings.defaults().limits().messageBytes();
    assertThat(node.gossip.publish("t", Bytes.copyOf(new byte[most])).isEmpty()).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> node.gossip.publish("t", Bytes.copyOf(new byte[most + 1])))
        .withMessageContaining(Integer.toString(most));
    assertThatIllegalArgumentException().isThrownBy(() -> node.gossip.publish("", Bytes.EMPTY));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> node.gossip.publish("x".repeat(1_025), Bytes.EMPTY));
  }
}
