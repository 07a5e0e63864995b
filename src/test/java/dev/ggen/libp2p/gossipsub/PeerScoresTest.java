package dev.ggen.libp2p.gossipsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Each parameter of "The Score Function", with numbers. */
class PeerScoresTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Offset<Double> EXACT = within(1e-9);
  private static final PeerId ONE = GossipPartsTest.peer(1);
  private static final PeerId TWO = GossipPartsTest.peer(2);
  private static final String TOPIC = "t";

  private static final TopicScore.MeshTime P1 =
      new TopicScore.MeshTime(0.5, Duration.ofSeconds(2), 10);
  private static final TopicScore.FirstDeliveries P2 = new TopicScore.FirstDeliveries(3, 0.5, 4);
  private static final TopicScore.MeshDeliveries P3 =
      new TopicScore.MeshDeliveries(-1, 0.5, 8, 4, Duration.ofMillis(100), Duration.ofSeconds(10));
  private static final TopicScore.MeshTime NO_P1 =
      new TopicScore.MeshTime(0, Duration.ofSeconds(1), 0);
  private static final TopicScore.FirstDeliveries NO_P2 = new TopicScore.FirstDeliveries(0, 0.5, 0);
  private static final TopicScore.MeshDeliveries NO_P3 =
      new TopicScore.MeshDeliveries(0, 0.5, 1, 1, Duration.ZERO, Duration.ofSeconds(1));

  private int messages;

  private static TopicScore topic(
      TopicScore.MeshTime p1, TopicScore.FirstDeliveries p2, TopicScore.MeshDeliveries p3) {
    return new TopicScore(2, p1, p2, p3, 0, 0.5, 0, 0.5);
  }

  private static ScoreSettings settings(TopicScore topic, double cap) {
    return new ScoreSettings(
        ScoreSettings.defaults().thresholds(),
        Map.of(TOPIC, topic),
        TopicScore.defaults(),
        cap,
        10,
        new Colocation(-5, 2, 32, 64, List.of()),
        -7,
        3,
        0.5,
        Duration.ofSeconds(1),
        0.01,
        Duration.ofMinutes(1));
  }

  private static PeerScores scores(TopicScore topic) {
    PeerScores scores = new PeerScores(settings(topic, 0), 120 * SECOND);
    scores.connected(ONE, "");
    scores.connected(TWO, "");
    return scores;
  }

  private Bytes id() {
    return Bytes.of(messages >> 8, messages++ & 0xff);
  }

  private Bytes deliver(PeerScores scores, PeerId from, long now) {
    Bytes id = id();
    scores.began(id, from, now);
    scores.accepted(id, from, TOPIC, now);
    return id;
  }

  @Test
  void aPeerThatIsUnknownOrNewHasNoScore() {
    PeerScores scores = scores(topic(P1, P2, P3));

    assertThat(scores.score(ONE, 0)).isZero();
    assertThat(scores.score(GossipPartsTest.peer(9), 0)).isZero();
  }

  @Test
  void p1CountsQuantaInTheMeshUpToTheCapAndEndsWithIt() {
    PeerScores scores = scores(topic(P1, NO_P2, NO_P3));
    scores.grafted(ONE, TOPIC, 0);

    assertThat(scores.score(ONE, 6 * SECOND)).isEqualTo(2 * 0.5 * 3, EXACT);
    assertThat(scores.score(ONE, 100 * SECOND)).isEqualTo(2 * 0.5 * 10, EXACT);
    scores.pruned(ONE, TOPIC, 100 * SECOND);
    assertThat(scores.score(ONE, 101 * SECOND)).isZero();
  }

  @Test
  void p2CountsFirstDeliveriesUpToTheCapAndFades() {
    PeerScores scores = scores(topic(NO_P1, P2, NO_P3));
    Bytes id = deliver(scores, ONE, 0);
    scores.repeated(id, TWO, TOPIC, 0);

    assertThat(scores.score(ONE, 0)).isEqualTo(2 * 3 * 1, EXACT);
    assertThat(scores.score(TWO, 0)).as("not the first").isZero();
    for (int i = 0; i < 9; i++) {
      deliver(scores, ONE, 0);
    }
    assertThat(scores.score(ONE, 0)).isEqualTo(2 * 3 * 4, EXACT);
    scores.decay(SECOND);
    assertThat(scores.score(ONE, 0)).isEqualTo(2 * 3 * 2, EXACT);
    for (int i = 0; i < 8; i++) {
      scores.decay(SECOND);
    }
    assertThat(scores.score(ONE, 0)).as("4 / 512 is below decayToZero").isZero();
  }

  @Test
  void p3PunishesWhatIsMissingOnceThePeerHasBeenInTheMeshForAWhile() {
    PeerScores scores = scores(topic(NO_P1, NO_P2, P3));
    scores.grafted(ONE, TOPIC, 0);
    deliver(scores, ONE, SECOND);

    assertThat(scores.score(ONE, 10 * SECOND)).as("activation").isZero();
    assertThat(scores.score(ONE, 10 * SECOND + 1)).isEqualTo(2 * -1 * 9, EXACT);
    for (int i = 0; i < 3; i++) {
      deliver(scores, ONE, 10 * SECOND);
    }
    assertThat(scores.score(ONE, 11 * SECOND)).isZero();
    scores.decay(12 * SECOND);
    assertThat(scores.score(ONE, 12 * SECOND)).isEqualTo(2 * -1 * 4, EXACT);
  }

  @Test
  void p3CountsCopiesWithinTheWindowAfterTheVerdictAndThoseBeforeItOncePerPeer() {
    PeerScores scores = scores(topic(NO_P1, NO_P2, P3));
    scores.grafted(TWO, TOPIC, 0);
    Bytes early = id();
    scores.began(early, ONE, 0);
    scores.repeated(early, TWO, TOPIC, 0);
    scores.accepted(early, ONE, TOPIC, SECOND);
    scores.repeated(early, TWO, TOPIC, SECOND);
    Bytes inTime = deliver(scores, ONE, 2 * SECOND);
    scores.repeated(inTime, TWO, TOPIC, 2 * SECOND + SECOND / 10);
    Bytes late = deliver(scores, ONE, 3 * SECOND);
    scores.repeated(late, TWO, TOPIC, 3 * SECOND + SECOND / 10 + 1);

    assertThat(scores.score(TWO, 11 * SECOND)).as("2 of 4").isEqualTo(2 * -1 * 4, EXACT);
  }

  @Test
  void p3bRemembersWhatWasMissingWhenThePeerLeftTheMesh() {
    TopicScore.MeshDeliveries uncounted =
        new TopicScore.MeshDeliveries(0, 0.5, 8, 4, Duration.ofMillis(100), Duration.ofSeconds(10));
    PeerScores scores = scores(new TopicScore(2, NO_P1, NO_P2, uncounted, -3, 0.5, 0, 0.5));
    scores.grafted(ONE, TOPIC, 0);
    scores.pruned(ONE, TOPIC, 11 * SECOND);
    scores.grafted(TWO, TOPIC, 0);
    scores.pruned(TWO, TOPIC, 9 * SECOND);

    assertThat(scores.score(ONE, 11 * SECOND)).isEqualTo(2 * -3 * 16, EXACT);
    assertThat(scores.score(TWO, 11 * SECOND)).as("not judged yet").isZero();
    scores.decay(12 * SECOND);
    assertThat(scores.score(ONE, 12 * SECOND)).isEqualTo(2 * -3 * 8, EXACT);
  }

  @Test
  void p4IsTheSquareOfTheInvalidMessagesOfAllWhoBroughtThem() {
    PeerScores scores = scores(new TopicScore(2, NO_P1, NO_P2, NO_P3, 0, 0.5, -4, 0.5));
    for (int i = 0; i < 3; i++) {
      Bytes id = id();
      scores.began(id, ONE, 0);
      if (i == 0) {
        scores.repeated(id, TWO, TOPIC, 0);
      }
      scores.rejected(id, ONE, TOPIC, 0);
      scores.repeated(id, ONE, TOPIC, 0);
    }

    assertThat(scores.score(TWO, 0)).isEqualTo(2 * -4 * 1, EXACT);
    // Its own three, each once more when it sent them again after the verdict.
    assertThat(scores.score(ONE, 0)).isEqualTo(2 * -4 * 36, EXACT);
    scores.decay(SECOND);
    assertThat(scores.score(ONE, 0)).isEqualTo(2 * -4 * 9, EXACT);
  }

  @Test
  void whatIsIgnoredOrForgottenIsNobodysFaultOrMerit() {
    PeerScores scores = scores(new TopicScore(2, NO_P1, P2, NO_P3, 0, 0.5, -4, 0.5));
    Bytes ignored = id();
    scores.began(ignored, ONE, 0);
    scores.ignored(ignored, 0);
    scores.repeated(ignored, TWO, TOPIC, 0);
    Bytes forged = id();
    scores.began(forged, ONE, 0);
    scores.forget(forged);
    scores.repeated(forged, TWO, TOPIC, 0);

    assertThat(scores.score(ONE, 0)).isZero();
    assertThat(scores.score(TWO, 0)).isZero();
  }

  @Test
  void p5IsWhatTheApplicationSays() {
    PeerScores scores = scores(topic(NO_P1, NO_P2, NO_P3));
    scores.application(ONE, -0.7);

    assertThat(scores.score(ONE, 0)).isEqualTo(10 * -0.7, EXACT);
  }

  @Test
  void p6IsTheSquareOfThePeersTooManyAtOnePlaceUntilTheyLeave() {
    PeerScores scores = scores(topic(NO_P1, NO_P2, NO_P3));
    for (int i = 10; i < 12; i++) {
      scores.connected(GossipPartsTest.peer(i), "place");
    }
    assertThat(scores.score(GossipPartsTest.peer(10), 0)).as("two may be").isZero();
    scores.connected(GossipPartsTest.peer(12), "place");
    scores.connected(GossipPartsTest.peer(13), "place");
    scores.connected(GossipPartsTest.peer(14), "elsewhere");

    assertThat(scores.score(GossipPartsTest.peer(10), 0)).isEqualTo(-5 * 4, EXACT);
    assertThat(scores.score(GossipPartsTest.peer(14), 0)).isZero();
    assertThat(scores.score(ONE, 0)).as("nowhere").isZero();
    scores.disconnected(GossipPartsTest.peer(13), 0);
    scores.connected(GossipPartsTest.peer(12), "elsewhere");
    assertThat(scores.score(GossipPartsTest.peer(10), 0)).isZero();
  }

  @Test
  void p7IsTheSquareOfTheMisdeedsBeyondTheThresholdAndFades() {
    PeerScores scores = scores(topic(NO_P1, NO_P2, NO_P3));
    scores.misbehaved(ONE, 3);
    assertThat(scores.score(ONE, 0)).isZero();
    scores.misbehaved(ONE, 5);

    assertThat(scores.score(ONE, 0)).isEqualTo(-7 * 25, EXACT);
    scores.decay(SECOND);
    assertThat(scores.score(ONE, 0)).isEqualTo(-7 * 1, EXACT);
  }

  @Test
  void theCapOfAllTopicsHoldsUpwardsOnly() {
    PeerScores scores = new PeerScores(settings(topic(NO_P1, P2, NO_P3), 5), 120 * SECOND);
    scores.connected(ONE, "");
    deliver(scores, ONE, 0);
    scores.application(ONE, 1);

    assertThat(scores.score(ONE, 0)).isEqualTo(5 + 10, EXACT);
    PeerScores bad =
        new PeerScores(
            settings(new TopicScore(2, NO_P1, NO_P2, NO_P3, 0, 0.5, -4, 0.5), 5), 120 * SECOND);
    bad.connected(ONE, "");
    bad.invalid(ONE, TOPIC);
    bad.invalid(ONE, TOPIC);
    assertThat(bad.score(ONE, 0)).isEqualTo(-32, EXACT);
  }

  @Test
  void aBadScoreIsRetainedAndDoesNotFadeWhileThePeerIsAway() {
    PeerScores scores = scores(topic(NO_P1, NO_P2, NO_P3));
    scores.misbehaved(ONE, 5);
    scores.disconnected(ONE, 0);
    scores.decay(59 * SECOND);
    scores.connected(ONE, "");
    assertThat(scores.score(ONE, 59 * SECOND)).isEqualTo(-7 * 4, EXACT);

    scores.disconnected(ONE, 59 * SECOND);
    scores.decay(119 * SECOND);
    assertThat(scores.score(ONE, 119 * SECOND)).as("a minute is over").isZero();
    assertThat(scores.remembered()).isEqualTo(1);
  }

  @Test
  void misdeedsBelowTheThresholdAreRememberedToo() {
    PeerScores scores = scores(topic(NO_P1, NO_P2, NO_P3));
    scores.misbehaved(ONE, 3);
    scores.disconnected(ONE, 0);
    scores.connected(ONE, "");
    scores.misbehaved(ONE, 1);

    assertThat(scores.score(ONE, 0)).isEqualTo(-7, EXACT);
  }

  @Test
  void aGoodScoreAndOneWithoutAnythingAreForgottenAtOnce() {
    PeerScores scores = scores(topic(NO_P1, P2, NO_P3));
    scores.application(ONE, 1);
    scores.disconnected(ONE, 0);
    scores.disconnected(TWO, 0);

    assertThat(scores.remembered()).isZero();
  }

  @Test
  void thoseWhoAreGoneAreBoundedAndTheFirstIsForgottenFirst() {
    PeerScores scores = scores(topic(NO_P1, NO_P2, NO_P3));
    for (int i = 10; i <= 10 + PeerScores.MAX_GONE; i++) {
      PeerId peer = GossipPartsTest.peer(i);
      scores.connected(peer, "");
      scores.misbehaved(peer, 5);
      scores.disconnected(peer, 0);
    }

    assertThat(scores.remembered()).isEqualTo(2 + PeerScores.MAX_GONE);
    assertThat(scores.score(GossipPartsTest.peer(10), 0)).isZero();
    assertThat(scores.score(GossipPartsTest.peer(11), 0)).isNegative();
  }
}
