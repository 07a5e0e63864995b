package dev.ggen.libp2p.gossipsub;

import static dev.ggen.libp2p.gossipsub.EngineRig.TOPIC;
import static dev.ggen.libp2p.gossipsub.EngineRig.peer;
import static dev.ggen.libp2p.gossipsub.EngineRig.plain;
import static dev.ggen.libp2p.gossipsub.EngineRig.receivers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.libp2p.multiformats.Bytes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The way of a message through the engine, row by row. */
class FlowTest {
  private final EngineRig rig = EngineRig.subscribed(plain());

  private static boolean judges(List<GossipAction> actions) {
    return actions.stream().anyMatch(GossipAction.Judge.class::isInstance);
  }

  private static boolean delivers(List<GossipAction> actions) {
    return actions.stream().anyMatch(GossipAction.Deliver.class::isInstance);
  }

  private PubsubMessage other(PubsubMessage message) {
    return PubsubMessage.unsigned(message.from(), Bytes.of(66), message.seqno(), TOPIC);
  }

  @Test
  void aMessageIsJudgedFirstAndDeliveredAndForwardedThen() {
    rig.joinAll(1, 4);
    PubsubMessage message = rig.message(1);

    List<GossipAction> received = rig.receive(1, Rpc.of(message));
    assertThat(received).containsExactly(new GossipAction.Judge(message, message.seqno(), peer(1)));
    List<GossipAction> judged = rig.judge(message.seqno(), Verdict.ACCEPT);

    assertThat(judged.getFirst())
        .isEqualTo(new GossipAction.Deliver(message, message.seqno(), peer(1)));
    assertThat(receivers(judged)).containsExactlyInAnyOrder(peer(2), peer(3), peer(4));
  }

  @Test
  void whatIsRejectedIgnoredOrForgedGoesNowhere() {
    rig.joinAll(1, 4);
    for (Verdict verdict : List.of(Verdict.REJECT, Verdict.IGNORE, Verdict.FORGED)) {
      PubsubMessage message = rig.message(1);
      rig.receive(1, Rpc.of(message));
      assertThat(rig.judge(message.seqno(), verdict)).isEmpty();
    }

    assertThat(rig.score(1)).as("one rejected and one forged").isLessThan(-20 * 4 + 5);
    assertThat(rig.count(GossipCount.REJECTED)).isEqualTo(2);
    assertThat(rig.count(GossipCount.IGNORED)).isEqualTo(1);
  }

  @Test
  void whoSendsTheSameWhileItIsJudgedIsNotSentIt() {
    rig.joinAll(1, 4);
    PubsubMessage message = rig.message(1);
    rig.receive(1, Rpc.of(message));
    assertThat(rig.receive(2, Rpc.of(message))).isEmpty();

    assertThat(receivers(rig.judge(message.seqno(), Verdict.ACCEPT)))
        .containsExactlyInAnyOrder(peer(3), peer(4));
    assertThat(rig.count(GossipCount.DUPLICATE)).isEqualTo(1);
  }

  @Test
  void theAuthorIsNotSentItsOwnMessage() {
    rig.joinAll(1, 3);
    PubsubMessage message =
        PubsubMessage.unsigned(peer(2).bytes(), Bytes.of(1), EngineRig.id(1), TOPIC);

    assertThat(receivers(rig.accept(1, message))).containsExactly(peer(3));
  }

  @Test
  void aMessageComesOnceWhateverTheVerdictWas() {
    rig.joinAll(1, 2);
    for (Verdict verdict : List.of(Verdict.ACCEPT, Verdict.REJECT, Verdict.IGNORE)) {
      PubsubMessage message = rig.message(1);
      rig.receive(1, Rpc.of(message));
      rig.judge(message.seqno(), verdict);
      rig.pass(Duration.ofSeconds(119));
      rig.heartbeat();

      assertThat(judges(rig.receive(2, Rpc.of(message)))).as("%s", verdict).isFalse();
    }
  }

  @Test
  void aVerdictForNothingChangesNothing() {
    assertThat(rig.judge(EngineRig.id(1), Verdict.ACCEPT)).isEmpty();
    assertThat(rig.on(new GossipEvent.Throttled(EngineRig.id(1)))).isEmpty();
  }

  @Test
  void aThrottledMessageMayComeAgainAndIsNobodysFault() {
    rig.joinAll(1, 2);
    PubsubMessage message = rig.message(1);
    rig.receive(1, Rpc.of(message));
    double before = rig.score(1);
    rig.on(new GossipEvent.Throttled(message.seqno()));

    assertThat(rig.score(1)).isEqualTo(before);
    assertThat(judges(rig.receive(2, Rpc.of(message)))).isTrue();
    assertThat(delivers(rig.judge(message.seqno(), Verdict.ACCEPT))).isTrue();
  }

  @Test
  void aForgeryDoesNotKeepTheTrueMessageAway() {
    rig.joinAll(1, 3);
    PubsubMessage message = rig.message(1);
    rig.receive(1, Rpc.of(other(message)));
    rig.judge(message.seqno(), Verdict.FORGED);

    assertThat(judges(rig.receive(2, Rpc.of(message)))).isTrue();
    assertThat(receivers(rig.judge(message.seqno(), Verdict.ACCEPT)))
        .containsExactlyInAnyOrder(peer(1), peer(3));
  }

  @Test
  void theTrueMessageThatComesWhileAForgeryIsJudgedIsJudgedNext() {
    rig.joinAll(1, 4);
    PubsubMessage message = rig.message(1);
    rig.receive(1, Rpc.of(other(message)));
    assertThat(judges(rig.receive(2, Rpc.of(message)))).isFalse();
    rig.receive(3, Rpc.of(message));

    assertThat(rig.judge(message.seqno(), Verdict.FORGED))
        .containsExactly(new GossipAction.Judge(message, message.seqno(), peer(2)));
    assertThat(receivers(rig.judge(message.seqno(), Verdict.ACCEPT)))
        .as("3 has it")
        .containsExactlyInAnyOrder(peer(1), peer(4));
    assertThat(rig.score(1)).isLessThan(-19);
    assertThat(rig.score(2)).isNotNegative();
    assertThat(rig.score(3)).isNotNegative();
  }

  @Test
  void alternativesAreBounded() {
    rig.joinAll(1, 12);
    PubsubMessage message = rig.message(1);
    for (int i = 1; i <= 1 + Flow.MAX_ALTERNATIVES + 1; i++) {
      rig.receive(
          i, Rpc.of(PubsubMessage.unsigned(message.from(), Bytes.of(i), message.seqno(), TOPIC)));
    }
    int judged = 1;
    while (judges(rig.judge(message.seqno(), Verdict.FORGED))) {
      judged++;
    }

    assertThat(judged).isEqualTo(1 + Flow.MAX_ALTERNATIVES);
    assertThat(judges(rig.receive(12, Rpc.of(message)))).as("the id is free").isTrue();
  }

  @Test
  void whoAnswersAKnownIdWithOtherBytesGetsNoCredit() {
    TopicScore watched =
        TopicScore.defaults()
            .withMeshDeliveries(
                new TopicScore.MeshDeliveries(
                    -1, 0.9, 10, 1, Duration.ofSeconds(1), Duration.ofSeconds(1)),
                0);
    EngineRig strict =
        EngineRig.subscribed(plain().withScores(ScoreSettings.defaults().withOtherTopics(watched)));
    strict.joinAll(1, 3);
    PubsubMessage message = strict.message(1);
    strict.accept(1, message);
    strict.receive(2, Rpc.of(other(message)));
    strict.receive(3, Rpc.of(message));
    strict.pass(Duration.ofSeconds(2));

    assertThat(strict.score(2)).isNegative();
    assertThat(strict.score(3)).isPositive();
  }

  @Test
  void messagesThatWaitForVerdictsAreBounded() {
    rig.join(1);
    for (int i = 0; i < Flow.MAX_HELD; i++) {
      assertThat(judges(rig.receive(1, Rpc.of(rig.message(1))))).isTrue();
    }
    PubsubMessage one = rig.message(1);
    assertThat(judges(rig.receive(1, Rpc.of(one)))).isFalse();
    assertThat(rig.count(GossipCount.THROTTLED)).isEqualTo(1);

    rig.judge(EngineRig.id(1), Verdict.ACCEPT);
    assertThat(judges(rig.receive(1, Rpc.of(one)))).as("there is room again").isTrue();
  }

  @Test
  void messagesOfOtherTopicsAndOurOwnAreNotLookedAt() {
    rig.join(1);
    PubsubMessage elsewhere =
        PubsubMessage.unsigned(peer(5).bytes(), Bytes.of(1), EngineRig.id(1), "other");
    PubsubMessage own =
        PubsubMessage.unsigned(EngineRig.SELF.bytes(), Bytes.of(1), EngineRig.id(2), TOPIC);

    assertThat(rig.receive(1, Rpc.ofMessages(List.of(elsewhere, own)))).isEmpty();
    assertThat(rig.count(GossipCount.UNSUBSCRIBED)).isEqualTo(1);
  }

  @Test
  void aGraylistedPeerIsNotListenedToButItsSubscriptionsAre() {
    rig.connect(1, Generation.V12, true);
    rig.score(1, ScoreSettings.defaults().thresholds().graylist() - 1);
    rig.subscribe(1);

    assertThat(rig.receive(1, Rpc.of(rig.message(1)))).isEmpty();
    assertThat(rig.count(GossipCount.GRAYLISTED)).isEqualTo(2);
    assertThat(rig.snapshot().peers().get(peer(1)).topics()).isEqualTo(1);
    rig.score(1, ScoreSettings.defaults().thresholds().graylist());
    assertThat(judges(rig.receive(1, Rpc.of(rig.message(1))))).isTrue();
  }

  @Test
  void aPeerThatIsNotConnectedIsNotListenedTo() {
    assertThat(rig.receive(1, Rpc.of(rig.message(1)))).isEmpty();
  }

  @Test
  void floodsubPeersGetEverythingUnlessTheirScoreIsTooLow() {
    rig.joinAll(1, 2);
    rig.join(3, Generation.FLOODSUB, false);
    assertThat(receivers(rig.accept(1, rig.message(1)))).contains(peer(3));

    rig.score(3, ScoreSettings.defaults().thresholds().publish() - 1);

    assertThat(receivers(rig.accept(1, rig.message(1)))).doesNotContain(peer(3));
  }

  // Our own.

  private List<GossipAction> publish(EngineRig at, PubsubMessage message) {
    return at.on(new GossipEvent.Publish(message, message.seqno()));
  }

  @Test
  void ourOwnMessagesGoToAllPeersOfTheTopicWhoAreTrusted() {
    rig.joinAll(1, 10);
    rig.score(10, ScoreSettings.defaults().thresholds().publish() - 1);

    assertThat(receivers(publish(rig, rig.message(1)))).hasSize(9).doesNotContain(peer(10));
  }

  @Test
  void ourOwnMessageIsPublishedOnce() {
    rig.join(1);
    PubsubMessage message = rig.message(1);
    publish(rig, message);

    assertThat(publish(rig, message)).isEmpty();
    assertThat(judges(rig.receive(1, Rpc.of(message)))).as("it comes back").isFalse();
  }

  @Test
  void withoutFloodingOurOwnMessagesGoToTheMesh() {
    EngineRig calm = EngineRig.subscribed(plain().withFloodPublish(false));
    calm.joinAll(1, 10);

    assertThat(receivers(publish(calm, calm.message(1))))
        .containsExactlyInAnyOrderElementsOf(calm.mesh());
  }

  @Test
  void withoutSubscriptionOurOwnMessagesGoToTheSamePeersForAMinute() {
    EngineRig calm = new EngineRig(plain().withFloodPublish(false));
    calm.joinAll(1, 10);

    List<?> first = receivers(publish(calm, calm.message(1)));
    assertThat(first).hasSize(6);
    calm.beats(30);
    assertThat(receivers(publish(calm, calm.message(1))))
        .containsExactlyInAnyOrderElementsOf(calm.snapshot().fanouts().get(TOPIC))
        .hasSize(6);
    calm.beats(60);
    assertThat(calm.snapshot().fanouts()).containsKey(TOPIC);
    calm.beats(1);

    assertThat(calm.snapshot().fanouts()).isEmpty();
  }

  @Test
  void thePeersPublishedToBecomeTheMeshWhenTheTopicIsSubscribedTo() {
    EngineRig calm = new EngineRig(plain().withFloodPublish(false));
    calm.joinAll(1, 20);
    publish(calm, calm.message(1));
    var fanout = calm.snapshot().fanouts().get(TOPIC);

    calm.on(new GossipEvent.Subscribe(TOPIC));

    assertThat(calm.mesh()).isEqualTo(fanout);
    assertThat(calm.snapshot().fanouts()).isEmpty();
  }
}
