package dev.ggen.libp2p.gossipsub;

import static dev.ggen.libp2p.gossipsub.EngineRig.TOPIC;
import static dev.ggen.libp2p.gossipsub.EngineRig.peer;
import static dev.ggen.libp2p.gossipsub.EngineRig.plain;
import static dev.ggen.libp2p.gossipsub.EngineRig.receivers;
import static dev.ggen.libp2p.gossipsub.EngineRig.sends;
import static dev.ggen.libp2p.gossipsub.EngineRig.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is told and asked beyond the mesh, row by row: IHAVE, IWANT and promises. */
class GossipTest {
  private static final GossipSettings.PeerLimits FEW =
      new GossipSettings.PeerLimits(100, 2, 5, 2, 100, 100, 16, 10, 10);
  private final EngineRig rig = EngineRig.subscribed(plain().withPeerLimits(FEW));

  private static List<Bytes> ids(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(EngineRig::id).toList();
  }

  private static Rpc have(List<Bytes> ids) {
    return Rpc.ofHaves(List.of(new Rpc.Have(TOPIC, ids)));
  }

  private static List<Bytes> asked(int of, List<GossipAction> actions) {
    return to(of, actions).stream().flatMap(rpc -> rpc.wants().stream()).toList();
  }

  private static List<PeerId> told(List<GossipAction> actions) {
    return sends(actions).stream()
        .filter(send -> !send.rpc().haves().isEmpty())
        .map(GossipAction.Send::to)
        .toList();
  }

  @Test
  void whatIsNotKnownIsAskedFor() {
    rig.join(1);
    rig.accept(1, rig.message(1, 1));

    List<GossipAction> actions = rig.receive(1, have(ids(1, 3)));

    assertThat(asked(1, actions)).containsExactlyInAnyOrder(EngineRig.id(2), EngineRig.id(3));
    assertThat(sends(actions).getFirst().priority()).isEqualTo(GossipAction.Priority.GOSSIP);
  }

  @Test
  void nothingIsAskedForOfOtherTopicsOrOfPeersBelowTheThreshold() {
    rig.joinAll(1, 2);
    assertThat(rig.receive(1, Rpc.ofHaves(List.of(new Rpc.Have("other", ids(1, 1)))))).isEmpty();

    rig.score(2, ScoreSettings.defaults().thresholds().gossip() - 0.1);
    assertThat(rig.receive(2, have(ids(1, 1)))).isEmpty();
    rig.score(2, ScoreSettings.defaults().thresholds().gossip());
    assertThat(rig.receive(2, have(ids(1, 1)))).isNotEmpty();
  }

  @Test
  void ofOnePeerOnlySoManyIdsAreAskedForInAHeartbeat() {
    rig.join(1);
    assertThat(asked(1, rig.receive(1, have(ids(1, 4))))).hasSize(4);
    assertThat(asked(1, rig.receive(1, have(ids(5, 9))))).hasSize(1);
    rig.beats(1);

    assertThat(asked(1, rig.receive(1, have(ids(11, 19))))).hasSize(5);
  }

  @Test
  void ofOnePeerOnlySoManyIHavesAreReadAndFarMoreAreAMisdeed() {
    EngineRig strict = EngineRig.subscribed(plain().withPeerLimits(FEW));
    strict.join(1);
    for (int i = 1; i <= 2; i++) {
      assertThat(strict.receive(1, have(ids(i, i)))).isNotEmpty();
    }
    assertThat(strict.receive(1, have(ids(3, 3)))).isEmpty();
    // Up to twice as many may be honest; then it is one misdeed in each heartbeat.
    for (int beat = 0; beat < 8; beat++) {
      for (int i = 0; i < 10; i++) {
        strict.receive(1, have(ids(1, 1)));
      }
      strict.beats(1);
    }

    assertThat(strict.score(1)).isNegative();
  }

  @Test
  void aPromiseThatIsNotKeptIsAMisdeedAndOneThatIsKeptByAnybodyIsNot() {
    rig.joinAll(1, 3);
    rig.receive(1, have(ids(100, 100)));
    rig.receive(2, have(ids(200, 200)));
    rig.receive(3, Rpc.of(rig.message(200, 1)));
    rig.beats(2);
    assertThat(rig.count(GossipCount.BROKEN_PROMISE)).isZero();
    rig.beats(1);

    assertThat(rig.count(GossipCount.BROKEN_PROMISE)).isEqualTo(1);
  }

  @Test
  void whoLeavesHasNoPromisesToKeep() {
    rig.join(1);
    rig.receive(1, have(ids(100, 100)));
    rig.on(new GossipEvent.Disconnected(peer(1)));
    rig.beats(4);

    assertThat(rig.count(GossipCount.BROKEN_PROMISE)).isZero();
  }

  @Test
  void aMessageIsGivenToWhoAsksTwiceAndNotMore() {
    rig.joinAll(1, 2);
    rig.accept(1, rig.message(1, 1));
    for (int i = 0; i < 2; i++) {
      assertThat(receivers(rig.receive(2, Rpc.ofWants(ids(1, 1))))).containsExactly(peer(2));
    }

    assertThat(rig.receive(2, Rpc.ofWants(ids(1, 1)))).isEmpty();
    assertThat(rig.receive(2, Rpc.ofWants(ids(7, 7)))).as("unknown").isEmpty();
  }

  @Test
  void whatAPeerDoesNotWantItIsNotGivenEither() {
    rig.joinAll(1, 2);
    rig.accept(1, rig.message(1, 1));
    rig.receive(2, Rpc.ofUnwanted(ids(1, 1)));

    assertThat(rig.receive(2, Rpc.ofWants(ids(1, 1)))).isEmpty();
  }

  @Test
  void onlySoManyIdsOfOnePeerAreAnsweredInAHeartbeat() {
    rig.joinAll(1, 2);
    for (int i = 1; i <= 6; i++) {
      rig.accept(1, rig.message(i, 1));
    }

    assertThat(receivers(rig.receive(2, Rpc.ofWants(ids(1, 6))))).hasSize(5);
    rig.beats(1);
    assertThat(receivers(rig.receive(2, Rpc.ofWants(ids(6, 6))))).hasSize(1);
  }

  @Test
  void aPeerBelowTheThresholdIsNotAnswered() {
    rig.joinAll(1, 2);
    rig.accept(1, rig.message(1, 1));
    rig.score(2, ScoreSettings.defaults().thresholds().gossip() - 0.1);

    assertThat(rig.receive(2, Rpc.ofWants(ids(1, 1)))).isEmpty();
  }

  @Test
  void eachHeartbeatTellsSomePeersOutsideOfTheMeshForThreeHeartbeats() {
    EngineRig many = EngineRig.subscribed(plain());
    many.joinAll(1, 20);
    many.heartbeat();
    many.accept(1, many.message(1, 1));
    for (int i = 0; i < 3; i++) {
      List<GossipAction> actions = many.heartbeat();
      assertThat(told(actions)).hasSize(6).doesNotContainAnyElementsOf(many.mesh());
      many.pass(Duration.ofSeconds(1));
    }

    assertThat(told(many.heartbeat())).isEmpty();
  }

  @Test
  void gossipGoesToAQuarterOfTheOthersIfThatIsMore() {
    EngineRig many = EngineRig.subscribed(plain());
    many.joinAll(1, 46);
    many.heartbeat();
    int others = 46 - many.mesh().size();
    many.accept(1, many.message(1, 1));

    assertThat(told(many.heartbeat())).hasSize(others / 4);
  }

  @Test
  void gossipDoesNotGoToFloodsubOrToPeersBelowTheThreshold() {
    EngineRig many = EngineRig.subscribed(plain());
    many.joinAll(1, 6);
    many.heartbeat();
    many.join(7, Generation.FLOODSUB, true);
    many.join(8);
    many.score(8, ScoreSettings.defaults().thresholds().gossip() - 0.1);
    many.join(9);
    many.score(9, -0.1);
    many.accept(1, many.message(1, 1));

    assertThat(told(many.heartbeat()))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.of(5, 6, 9)
                .mapToObj(EngineRig::peer)
                .filter(p -> !many.mesh().contains(p))
                .toList());
  }

  @Test
  void anIHaveHoldsNoMoreIdsThanAPeerTakes() {
    rig.joinAll(1, 4);
    rig.join(5);
    rig.heartbeat();
    for (int i = 1; i <= 12; i++) {
      rig.accept(1, rig.message(i, 1));
    }
    rig.receive(
        5, Rpc.ofMesh(List.of(), List.of(new Rpc.Prune(TOPIC, List.of(), OptionalLong.of(60)))));

    List<Rpc> rpcs = to(5, rig.heartbeat());

    assertThat(rpcs.stream().flatMap(rpc -> rpc.haves().stream()).toList())
        .singleElement()
        .satisfies(have -> assertThat(have.ids()).hasSize(5));
  }

  @Test
  void heartbeatsALittleEarlyDoNotSlowTheFadingOfScores() {
    EngineRig early = EngineRig.subscribed(plain());
    early.join(1);
    for (int i = 0; i < 6; i++) {
      early.receive(1, have(ids(1_000 + i, 1_000 + i)));
    }
    early.heartbeat();
    early.pass(Duration.ofSeconds(3));
    early.heartbeat();
    for (int i = 0; i < 10; i++) {
      PubsubMessage invalid = early.message(1);
      early.receive(1, Rpc.of(invalid));
      early.judge(invalid.seqno(), Verdict.REJECT);
    }
    double before = early.score(1);
    for (int i = 0; i < 100; i++) {
      early.pass(Duration.ofMillis(995));
      early.heartbeat();
    }

    // 0.99 to the power of 99 in 99.5 seconds; of the square of the count.
    assertThat(early.score(1) / before).isBetween(Math.pow(0.99, 2 * 102), Math.pow(0.99, 2 * 96));
  }
}
