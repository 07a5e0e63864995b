package dev.ggen.libp2p.gossipsub;

import static dev.ggen.libp2p.gossipsub.EngineRig.TOPIC;
import static dev.ggen.libp2p.gossipsub.EngineRig.grafts;
import static dev.ggen.libp2p.gossipsub.EngineRig.peer;
import static dev.ggen.libp2p.gossipsub.EngineRig.plain;
import static dev.ggen.libp2p.gossipsub.EngineRig.prunes;
import static dev.ggen.libp2p.gossipsub.EngineRig.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.libp2p.multiformats.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who comes into a mesh and who leaves it, row by row: gossipsub 1.0 and 1.1. */
class MeshesTest {
  private final EngineRig rig = EngineRig.subscribed(plain());

  private static Rpc prune(long backoff, Rpc.Exchanged... peers) {
    return Rpc.ofMesh(
        List.of(), List.of(new Rpc.Prune(TOPIC, List.of(peers), OptionalLong.of(backoff))));
  }

  @Test
  void aNewPeerIsToldWhatThisNodeIsSubscribedTo() {
    List<GossipAction> actions =
        rig.on(new GossipEvent.Connected(peer(1), Generation.V12, true, ""));

    assertThat(to(1, actions).getFirst().subscriptions())
        .containsExactly(new Rpc.Subscription(true, TOPIC));
  }

  @Test
  void aSubscriberIsGraftedAtOnceWhileThereAreTooFew() {
    rig.joinAll(1, 4);
    assertThat(rig.mesh()).hasSize(4);

    rig.join(5);

    assertThat(rig.mesh()).as("4 are enough until the heartbeat").hasSize(4);
  }

  @Test
  void aHeartbeatFillsAMeshBelowLowUpToTheDegree() {
    rig.joinAll(1, 10);
    rig.on(new GossipEvent.Disconnected(rig.mesh().iterator().next()));
    rig.heartbeat();

    assertThat(rig.mesh()).hasSize(6);
  }

  @Test
  void aMeshAboveHighIsCutToTheDegreeWithTheBestAndThoseWeChose() {
    rig.joinAll(1, 4);
    for (int i = 5; i <= 12; i++) {
      rig.join(i, Generation.V12, false);
      rig.graft(i);
    }
    // Peers that we have dialled are always let in.
    rig.join(13);
    rig.graft(13);
    assertThat(rig.mesh()).hasSize(13);
    IntStream.rangeClosed(9, 12).forEach(number -> rig.score(number, 5));

    List<GossipAction> actions = rig.heartbeat();

    assertThat(rig.mesh()).hasSize(6).contains(peer(9), peer(10), peer(11), peer(12));
    assertThat(
            rig.mesh().stream()
                .filter(Set.of(peer(1), peer(2), peer(3), peer(4), peer(13))::contains))
        .as("D_out")
        .hasSize(2);
    Rpc.Prune pruned =
        IntStream.rangeClosed(1, 13)
            .mapToObj(number -> prunes(number, actions))
            .flatMap(List::stream)
            .findFirst()
            .orElseThrow();
    assertThat(pruned.backoffSeconds()).hasValue(60);
    assertThat(pruned.peers()).as("peer exchange").isNotEmpty();
  }

  @Test
  void aMeshWithTooFewPeersThatWeChoseGetsSomeMore() {
    IntStream.rangeClosed(1, 4).forEach(number -> rig.join(number, Generation.V12, false));
    assertThat(rig.mesh()).hasSize(4);
    rig.joinAll(5, 9);

    rig.heartbeat();

    assertThat(rig.mesh()).hasSize(6);
  }

  @Test
  void aGraftIsTaken() {
    rig.join(1, Generation.V12, false);
    rig.receive(1, prune(1));
    rig.pass(Duration.ofSeconds(1));

    List<GossipAction> actions = rig.graft(1);

    assertThat(rig.mesh()).containsExactly(peer(1));
    assertThat(prunes(1, actions)).isEmpty();
  }

  @Test
  void aGraftWithinTheBackoffIsRefusedAndCounted() {
    rig.join(1);
    rig.receive(1, prune(60));
    rig.pass(Duration.ofSeconds(59));

    List<GossipAction> actions = rig.graft(1);

    assertThat(rig.mesh()).isEmpty();
    assertThat(prunes(1, actions)).hasSize(1);
    rig.pass(Duration.ofMinutes(1));
    rig.graft(1);
    assertThat(rig.mesh()).as("refusing has begun a new backoff").hasSize(1);
  }

  @Test
  void graftsRightAfterAPruneCostTwiceAndInTheEndTheScore() {
    rig.join(1);
    rig.receive(1, prune(60));
    for (int i = 0; i < 3; i++) {
      rig.graft(1);
    }
    assertThat(rig.score(1)).as("6 may be").isZero();

    rig.graft(1);

    assertThat(rig.score(1)).isEqualTo(-5 * 2 * 2);
  }

  @Test
  void aGraftOfAPeerWithABadScoreIsRefusedWithoutExchange() {
    rig.joinAll(1, 3);
    rig.receive(1, prune(1));
    rig.pass(Duration.ofSeconds(2));
    rig.score(1, -1);

    List<GossipAction> actions = rig.graft(1);

    assertThat(prunes(1, actions).getFirst().peers()).isEmpty();
    assertThat(rig.mesh()).doesNotContain(peer(1));
  }

  @Test
  void aGraftIntoAFullMeshIsRefusedWithExchange() {
    rig.joinAll(1, 4);
    for (int i = 5; i <= 12; i++) {
      rig.join(i, Generation.V12, false);
      rig.graft(i);
    }
    rig.join(13, Generation.V12, false);

    List<GossipAction> actions = rig.graft(13);

    assertThat(rig.mesh()).hasSize(12).doesNotContain(peer(13));
    assertThat(prunes(13, actions).getFirst().peers()).hasSize(12);
  }

  @Test
  void aGraftForATopicWithoutSubscriptionIsNotAnswered() {
    rig.join(1);

    assertThat(rig.receive(1, Rpc.ofMesh(List.of("other"), List.of()))).isEmpty();
  }

  @Test
  void aDirectPeerIsInNoMeshButGetsEverything() {
    EngineRig direct = EngineRig.subscribed(plain().withDirectPeers(Set.of(peer(1))));
    direct.joinAll(1, 2);
    assertThat(direct.mesh()).containsExactly(peer(2));
    assertThat(prunes(1, direct.graft(1))).hasSize(1);
    direct.score(1, -1_000);

    List<GossipAction> actions = direct.accept(2, direct.message(1));

    assertThat(EngineRig.receivers(actions)).containsExactly(peer(1));
    assertThat(direct.accept(1, direct.message(1))).as("whatever its score").isNotEmpty();
  }

  @Test
  void aDirectPeerThatIsMissingIsConnectedToNowAndThen() {
    EngineRig direct = EngineRig.subscribed(plain().withDirectPeers(Set.of(peer(1))));

    assertThat(direct.heartbeat()).contains(new GossipAction.Connect(peer(1), Bytes.EMPTY));
    direct.beats(299);
    assertThat(direct.heartbeat()).contains(new GossipAction.Connect(peer(1), Bytes.EMPTY));
    direct.join(1);
    direct.beats(299);
    assertThat(direct.heartbeat()).doesNotContain(new GossipAction.Connect(peer(1), Bytes.EMPTY));
  }

  @Test
  void aPruneEndsThePlaceForAsLongAsItSays() {
    rig.join(1);
    rig.receive(1, prune(5));
    assertThat(rig.mesh()).isEmpty();

    rig.pass(Duration.ofMillis(5_999));
    rig.heartbeat();
    assertThat(rig.mesh()).as("and a second for clocks that differ").isEmpty();
    rig.pass(Duration.ofMillis(1));

    assertThat(grafts(1, rig.heartbeat())).isTrue();
  }

  @Test
  void aPruneWithoutBackoffIsOneOfAMinuteAndNoneIsLongerThanAnHour() {
    rig.joinAll(1, 2);
    rig.receive(
        1, Rpc.ofMesh(List.of(), List.of(new Rpc.Prune(TOPIC, List.of(), OptionalLong.empty()))));
    rig.receive(2, prune(-1)); // The greatest number there is.
    rig.pass(Duration.ofSeconds(61));
    rig.heartbeat();
    assertThat(rig.mesh()).containsExactly(peer(1));

    rig.pass(Duration.ofMinutes(59));
    rig.heartbeat();

    assertThat(rig.mesh()).containsExactlyInAnyOrder(peer(1), peer(2));
  }

  @Test
  void exchangedPeersAreConnectedToIfTheScoreOfWhoTellsIsGood() {
    rig.joinAll(1, 2);
    Rpc.Exchanged told = new Rpc.Exchanged(peer(50).bytes(), Bytes.of(9));
    Rpc.Exchanged known = new Rpc.Exchanged(peer(2).bytes(), Bytes.of(9));
    Rpc.Exchanged self = new Rpc.Exchanged(EngineRig.SELF.bytes(), Bytes.of(9));
    Rpc.Exchanged nobody = new Rpc.Exchanged(Bytes.of(1), Bytes.of(9));

    rig.score(1, 0.9);
    assertThat(rig.receive(1, prune(60, told))).noneMatch(GossipAction.Connect.class::isInstance);
    rig.score(1, 1);
    assertThat(rig.receive(1, prune(60, told, known, self, nobody)))
        .filteredOn(GossipAction.Connect.class::isInstance)
        .containsExactly(new GossipAction.Connect(peer(50), Bytes.of(9)));
  }

  @Test
  void peersOf10AreToldNeitherBackoffNorPeers() {
    rig.join(1, Generation.V10, true);
    rig.join(2);

    List<GossipAction> actions = rig.on(new GossipEvent.Unsubscribe(TOPIC));

    assertThat(prunes(1, actions).getFirst().backoffSeconds()).isEmpty();
    assertThat(prunes(1, actions).getFirst().peers()).isEmpty();
    assertThat(prunes(2, actions).getFirst().backoffSeconds()).hasValue(10);
    assertThat(prunes(2, actions).getFirst().peers()).isNotEmpty();
  }

  @Test
  void afterUnsubscribingTheSamePeersAreGraftedOnlyWhenTheShorterBackoffIsOver() {
    rig.join(1);
    List<GossipAction> left = rig.on(new GossipEvent.Unsubscribe(TOPIC));
    assertThat(to(1, left).getFirst().subscriptions())
        .containsExactly(new Rpc.Subscription(false, TOPIC));
    rig.on(new GossipEvent.Subscribe(TOPIC));
    rig.beats(10);
    assertThat(rig.mesh()).isEmpty();

    rig.beats(1);

    assertThat(rig.mesh()).containsExactly(peer(1));
  }

  @Test
  void aPeerWhoseScoreFallsLeavesTheMeshAndIsToldNobody() {
    rig.joinAll(1, 2);
    rig.score(1, -0.1);

    List<GossipAction> actions = rig.heartbeat();

    assertThat(rig.mesh()).containsExactly(peer(2));
    assertThat(prunes(1, actions).getFirst().peers()).isEmpty();
  }

  @Test
  void aPeerFarBelowTheGraylistIsDisconnected() {
    rig.joinAll(1, 2);
    rig.score(1, ScoreSettings.defaults().thresholds().disconnect() - 1);

    assertThat(rig.heartbeat())
        .filteredOn(GossipAction.Disconnect.class::isInstance)
        .extracting(action -> ((GossipAction.Disconnect) action).peer())
        .containsExactly(peer(1));
  }

  @Test
  void aMeshOfLowScoresGetsBetterPeersEachMinute() {
    rig.joinAll(1, 6);
    rig.heartbeat();
    rig.joinAll(7, 12);
    IntStream.rangeClosed(7, 12).forEach(number -> rig.score(number, 5));
    int before = rig.mesh().size();
    rig.beats(58);
    assertThat(rig.mesh()).hasSize(before);

    rig.beats(1);

    assertThat(rig.mesh()).hasSize(before + 2);
  }

  @Test
  void whoUnsubscribesOrLeavesIsOutOfTheMesh() {
    rig.joinAll(1, 3);
    rig.receive(1, Rpc.ofSubscriptions(List.of(new Rpc.Subscription(false, TOPIC))));
    rig.on(new GossipEvent.Disconnected(peer(2)));

    assertThat(rig.mesh()).containsExactly(peer(3));
    assertThat(rig.snapshot().peers()).containsOnlyKeys(peer(1), peer(3));
  }

  @Test
  void floodsubPeersAreInNoMesh() {
    rig.join(1, Generation.FLOODSUB, true);
    rig.heartbeat();

    assertThat(rig.mesh()).isEmpty();
  }
}
