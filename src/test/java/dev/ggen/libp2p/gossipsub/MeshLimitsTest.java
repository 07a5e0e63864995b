package dev.ggen.libp2p.gossipsub;

import static dev.ggen.libp2p.gossipsub.EngineRig.TOPIC;
import static dev.ggen.libp2p.gossipsub.EngineRig.peer;
import static dev.ggen.libp2p.gossipsub.EngineRig.plain;
import static dev.ggen.libp2p.gossipsub.EngineRig.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.libp2p.multiformats.Bytes;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What strangers can make the engine remember, and what is sent to them, is bounded. */
class MeshLimitsTest {
  private final EngineRig rig = EngineRig.subscribed(plain());

  private static Rpc prune(long backoff, Rpc.Exchanged... peers) {
    return Rpc.ofMesh(
        List.of(), List.of(new Rpc.Prune(TOPIC, List.of(peers), OptionalLong.of(backoff))));
  }

  @Test
  void manySubscriptionsAreToldInRpcsThatAPeerTakes() {
    int most = GossipSettings.defaults().limits().subscriptions();
    for (int i = 1; i < most + 1; i++) {
      rig.on(new GossipEvent.Subscribe("topic " + i));
    }

    List<GossipAction> actions =
        rig.on(new GossipEvent.Connected(peer(1), Generation.V12, true, ""));

    assertThat(to(1, actions))
        .extracting(rpc -> rpc.subscriptions().size())
        .containsExactly(most, 1);
  }

  @Test
  void aPeersTopicsAreBoundedAndFiltered() {
    EngineRig few =
        EngineRig.subscribed(
            plain()
                .withTopics(topic -> !topic.startsWith("bad"))
                .withPeerLimits(
                    new GossipSettings.PeerLimits(2, 10, 5_000, 3, 1_000, 4_096, 16, 10, 10)));
    few.connect(1, Generation.V12, true);
    for (String topic : List.of("bad", "a", "b", "c")) {
      few.receive(1, Rpc.ofSubscriptions(List.of(new Rpc.Subscription(true, topic))));
    }

    assertThat(few.snapshot().peers().get(peer(1)).topics()).isEqualTo(2);
  }

  @Test
  void topicsOfStrangersAreBoundedButOurOwnAreAlwaysKept() {
    int perPeer = GossipSettings.defaults().peerLimits().subscriptions();
    int topics = 0;
    for (int i = 1; topics <= GossipState.MAX_TOPICS; i++) {
      rig.connect(i, Generation.V12, true);
      List<Rpc.Subscription> all =
          IntStream.range(topics, topics + perPeer)
              .mapToObj(number -> new Rpc.Subscription(true, "topic " + number))
              .toList();
      rig.receive(i, Rpc.ofSubscriptions(all));
      topics += perPeer;
    }
    int known =
        rig.snapshot().peers().values().stream().mapToInt(GossipSnapshot.Peer::topics).sum();
    assertThat(known).isEqualTo(GossipState.MAX_TOPICS);

    rig.join(500);

    assertThat(rig.mesh()).containsExactly(peer(500));
  }

  @Test
  void manyGraftsAndPrunesAreSentInRpcsThatAPeerTakes() {
    int topics = GossipSettings.defaults().limits().entries() + 1;
    EngineRig busy =
        new EngineRig(
            plain()
                .withPeerLimits(
                    new GossipSettings.PeerLimits(
                        2 * topics, 10, 5_000, 3, 1_000, 4_096, 16, 10, 10)));
    busy.connect(1, Generation.V12, true);
    for (int i = 0; i < topics; i++) {
      busy.on(new GossipEvent.Subscribe("topic " + i));
    }
    List<Rpc.Subscription> all =
        IntStream.range(0, topics)
            .mapToObj(number -> new Rpc.Subscription(true, "topic " + number))
            .toList();

    List<Rpc> sent = to(1, busy.receive(1, Rpc.ofSubscriptions(all)));

    assertThat(sent.stream().mapToInt(rpc -> rpc.grafts().size()).sum()).isEqualTo(topics);
    assertThat(sent)
        .allSatisfy(rpc ->
            assertThat(rpc.grafts())
                .hasSizeLessThanOrEqualTo(GossipSettings.defaults().limits().entries()));
    assertThat(Collections.max(sent.stream().map(rpc -> rpc.grafts().size()).toList()))
        .isPositive();
  }

  @Test
  void onlySixteenExchangedPeersAreConnectedTo() {
    rig.join(1);
    rig.score(1, 1);
    Rpc.Exchanged[] many =
        IntStream.range(100, 130)
            .mapToObj(number -> new Rpc.Exchanged(peer(number).bytes(), Bytes.of(9)))
            .toArray(Rpc.Exchanged[]::new);

    assertThat(rig.receive(1, prune(60, many)))
        .filteredOn(GossipAction.Connect.class::isInstance)
        .hasSize(16);
  }
}
