package dev.ggen.registry.p2p.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.registry.p2p.protocol.SyncPlan.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SyncPlanTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final List<PeerId> PEERS = new ArrayList<>();

  static {
    for (int i = 0; i < 8; i++) {
      PEERS.add(PrivateKey.generate().publicKey().peerId());
    }
  }

  private final SyncSettings settings = SyncSettings.defaults();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final SyncPlan plan = new SyncPlan(settings, new Random(7), now);

  private List<PeerId> after(Duration pause) {
    now = now.plus(pause);
    return plan.begin(now);
  }

  private void ended(PeerId peer, Ending ending) {
    plan.ended(peer, ending, Duration.ofSeconds(3), 0, now);
  }

  /** Meets a peer and is done with it. */
  private void know(PeerId peer) {
    plan.met(peer, now);
    assertThat(after(SECOND)).contains(peer);
    ended(peer, Ending.DONE);
  }

  @Test
  void newPeerHasItsTurnWithinTheJitterAndThenOnlyByChance() {
    know(PEERS.getFirst());
    for (int i = 0; i < 40; i++) {
      assertThat(after(SECOND)).isEmpty();
    }
  }

  @Test
  void noMoreThanAllowedAtOnceAndTheOthersWait() {
    PEERS.subList(0, 5).forEach(peer -> plan.met(peer, now));
    Set<PeerId> seen = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      List<PeerId> begun = after(SECOND);
      seen.addAll(begun);
      assertThat(plan.running()).isLessThanOrEqualTo(2);
      assertThat(after(SECOND)).isEmpty();
      begun.forEach(peer -> ended(peer, Ending.DONE));
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(PEERS.subList(0, 5));
  }

  @Test
  void eachPeriodOnePeerIsTakenAtRandom() {
    PEERS.forEach(this::know);
    int begun = 0;
    Set<PeerId> taken = new HashSet<>();
    for (int i = 0; i < 3_600; i++) {
      for (PeerId peer : after(SECOND)) {
        begun++;
        taken.add(peer);
        ended(peer, Ending.DONE);
      }
    }
    assertThat(begun).isBetween(50, 75);
    assertThat(taken).containsExactlyInAnyOrderElementsOf(PEERS);
  }

  @Test
  void failuresAreRetriedLaterAndLater() {
    PeerId peer = PEERS.getFirst();
    plan.met(peer, now);
    List<Long> pauses = new ArrayList<>();
    long waited = 0;
    for (int i = 0; i < 3_000 && pauses.size() < 10; i++) {
      waited++;
      if (!after(SECOND).isEmpty()) {
        pauses.add(waited);
        waited = 0;
        ended(peer, Ending.FAILED);
      }
    }
    assertThat(pauses).startsWith(1L, 5L, 10L, 20L, 40L, 80L, 160L, 320L, 600L);
  }

  @Test
  void reconnectedPeerStartsAnewButNotIfItMisbehaved() {
    PeerId unlucky = PEERS.get(0);
    PeerId liar = PEERS.get(1);
    plan.met(unlucky, now);
    plan.met(liar, now);
    assertThat(after(SECOND)).hasSize(2);
    for (int i = 0; i < 5; i++) {
      ended(unlucky, Ending.FAILED);
      now = now.plus(Duration.ofMinutes(1));
      if (i < 4) {
        assertThat(after(Duration.ofMinutes(1))).contains(unlucky);
      }
    }
    ended(liar, Ending.MISBEHAVED);
    plan.left(unlucky, now);
    plan.left(liar, now);
    assertThat(plan.met()).isZero();
    plan.met(unlucky, now);
    plan.met(liar, now);
    assertThat(after(SECOND)).containsExactly(unlucky);
    ended(unlucky, Ending.DONE);
    assertThat(after(Duration.ofMinutes(9))).doesNotContain(liar);
    plan.ended(unlucky, Ending.DONE, Duration.ZERO, 0, now);
    assertThat(after(Duration.ofMinutes(1))).containsExactly(liar);
  }

  @Test
  void busyPeerIsAskedAgainWhenItWishes() {
    PeerId peer = PEERS.getFirst();
    plan.met(peer, now);
    after(SECOND);
    ended(peer, Ending.BUSY);
    assertThat(after(Duration.ofMillis(2_900))).isEmpty();
    assertThat(after(Duration.ofMillis(1_100))).containsExactly(peer);
  }

  @Test
  void whatALimitLeftOutFollowsSoonIfItBringsAnything() {
    PeerId peer = PEERS.getFirst();
    plan.met(peer, now);
    after(SECOND);
    plan.ended(peer, Ending.INCOMPLETE, Duration.ZERO, 5, now);
    assertThat(after(SECOND)).containsExactly(peer);
    plan.ended(peer, Ending.INCOMPLETE, Duration.ZERO, 0, now);
    assertThat(after(Duration.ofSeconds(20))).isEmpty();
  }

  @Test
  void newsGoOnToTheOthersAFewAtATime() {
    PEERS.forEach(this::know);
    now = now.plus(SyncPlan.PAUSE);
    plan.news(PEERS.getFirst(), now);
    List<PeerId> told = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      for (PeerId peer : after(Duration.ofMillis(250))) {
        told.add(peer);
        ended(peer, Ending.DONE);
      }
      if (i == 3) {
        assertThat(told).hasSizeBetween(SyncPlan.FAN_OUT, SyncPlan.FAN_OUT + 1);
      }
    }
    assertThat(told).containsExactlyInAnyOrderElementsOf(PEERS.subList(1, PEERS.size()));
  }

  @Test
  void manyNewsAreToldWithAPause() {
    know(PEERS.get(0));
    know(PEERS.get(1));
    int told = 0;
    for (int i = 0; i < 100; i++) {
      plan.news(PEERS.get(0), now);
      for (PeerId peer : after(Duration.ofMillis(100))) {
        told++;
        ended(peer, Ending.DONE);
      }
    }
    assertThat(told).isBetween(3, 5);
  }

  @Test
  void newsDuringAComparisonAreToldAfterIt() {
    know(PEERS.get(0));
    plan.met(PEERS.get(1), now);
    assertThat(after(SECOND)).containsExactly(PEERS.get(1));
    plan.news(PEERS.get(0), now);
    assertThat(after(SECOND)).isEmpty();
    ended(PEERS.get(1), Ending.DONE);
    assertThat(after(SyncPlan.PAUSE)).containsExactly(PEERS.get(1));
  }

  @Test
  void whatAComparisonBringsIsNews() {
    know(PEERS.get(0));
    plan.met(PEERS.get(1), now);
    after(SECOND);
    plan.ended(PEERS.get(1), Ending.DONE, Duration.ZERO, 3, now);
    assertThat(after(SyncPlan.PAUSE)).containsExactly(PEERS.get(0));
  }

  @Test
  void hurryBeginsThePeriodNow() {
    know(PEERS.getFirst());
    assertThat(after(SECOND)).isEmpty();
    plan.hurry(now);
    assertThat(after(Duration.ZERO)).containsExactly(PEERS.getFirst());
  }

  @Test
  void peerThatLeavesInTheMiddleIsForgottenAfterwards() {
    PeerId peer = PEERS.getFirst();
    plan.met(peer, now);
    after(SECOND);
    plan.left(peer, now);
    assertThat(plan.running()).isEqualTo(1);
    ended(peer, Ending.FAILED);
    assertThat(plan.running()).isZero();
    assertThat(after(Duration.ofMinutes(1))).isEmpty();
    assertThatThrownBy(() -> ended(peer, Ending.DONE)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void onlySoManyPeersAreRemembered() {
    for (int i = 0; i < SyncPlan.MAX_PEERS; i++) {
      plan.met(made(i), now);
    }
    assertThat(plan.met()).isEqualTo(SyncPlan.MAX_PEERS);
    plan.met(made(SyncPlan.MAX_PEERS), now);
    assertThat(plan.met()).isEqualTo(SyncPlan.MAX_PEERS);
  }

  private static PeerId made(int number) {
    byte[] multihash = new byte[34];
    multihash[0] = 0x12;
    multihash[1] = 32;
    multihash[2] = (byte) number;
    multihash[3] = (byte) (number >> 8);
    return PeerId.decode(dev.ggen.libp2p.multiformats.Bytes.copyOf(multihash));
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatThrownBy(() -> settings.withPeriod(Duration.ZERO))
        .hasMessageContaining("must be positive");
    assertThatThrownBy(() -> settings.withJitter(Duration.ofMillis(-1)))
        .hasMessageContaining("must not be negative");
    assertThatThrownBy(() -> settings.withRetries(SECOND, Duration.ZERO))
        .hasMessageContaining("the last retry not the shorter");
  }
}
