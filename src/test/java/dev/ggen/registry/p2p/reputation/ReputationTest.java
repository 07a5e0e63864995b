package dev.ggen.registry.p2p.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReputationTest {
  @TempDir Path folder;
  private Instant now = Instant.parse("2026-11-27T08:00:00Z");

  private Reputation open() throws IOException {
    return Reputation.open(folder, () -> now);
  }

  private static PeerId peer(int number) {
    byte[] key = new byte[36];
    key[0] = (byte) number;
    key[1] = (byte) (number >> 8);
    return PeerId.ofKey(Bytes.copyOf(key));
  }

  @Test
  void aStrangerIsWorthNothing() throws IOException {
    try (Reputation reputation = open()) {
      assertThat(reputation.score(peer(1))).isZero();
      assertThat(reputation.isBanned(peer(1))).isFalse();
      assertThat(reputation.standing(peer(1))).isEmpty();
    }
  }

  @Test
  void goodDeedsRaiseAndBadOnesLower() throws IOException {
    try (Reputation reputation = open()) {
      for (int i = 0; i < 20; i++) {
        reputation.succeeded(peer(1), 1_000, Duration.ofMillis(5));
      }
      reputation.failed(peer(2));
      assertThat(reputation.score(peer(1))).isCloseTo(20.0 / 24, within(0.001));
      assertThat(reputation.score(peer(2))).isCloseTo(-2.0 / 6, within(0.001));
      reputation.lied(peer(1), "a bad block");
      assertThat(reputation.score(peer(1))).isLessThan(-0.3);
      assertThat(reputation.standing(peer(1)).orElseThrow().bytesIn()).isEqualTo(20_000);
      assertThat(reputation.standing(peer(1)).orElseThrow().latencyMillis())
          .isCloseTo(5, within(0.001));
    }
  }

  @Test
  void halfIsForgottenInADay() throws IOException {
    try (Reputation reputation = open()) {
      for (int i = 0; i < 8; i++) {
        reputation.failed(peer(1));
      }
      now = now.plus(Standing.HALF_LIFE);
      assertThat(reputation.standing(peer(1)).orElseThrow().failures()).isCloseTo(4, within(1e-9));
      now = now.plus(Standing.HALF_LIFE.multipliedBy(10));
      assertThat(reputation.score(peer(1))).isCloseTo(0, within(0.01));
    }
  }

  @Test
  void eachBanIsLongerAndAllOfThemEnd() throws IOException {
    List<PeerId> banned = new ArrayList<>();
    try (Reputation reputation = open()) {
      reputation.onBan((peer, standing) -> banned.add(peer));
      reputation.lied(peer(1), "a bad block");
      assertThat(reputation.isBanned(peer(1))).isTrue();
      now = now.plus(Standing.FIRST_BAN).minusMillis(1);
      assertThat(reputation.isBanned(peer(1))).isTrue();
      now = now.plusMillis(1);
      assertThat(reputation.isBanned(peer(1))).isFalse();
      reputation.lied(peer(1), "another");
      Instant until = reputation.standing(peer(1)).orElseThrow().bannedUntil().orElseThrow();
      assertThat(Duration.between(now, until)).isEqualTo(Standing.FIRST_BAN.multipliedBy(4));
      for (int i = 0; i < 20; i++) {
        reputation.lied(peer(1), "again");
      }
      until = reputation.standing(peer(1)).orElseThrow().bannedUntil().orElseThrow();
      assertThat(Duration.between(now, until)).isEqualTo(Standing.LONGEST_BAN);
      assertThat(banned).hasSize(22);
    }
  }

  @Test
  void theBestAreAskedFirstAndBannedOnesNotAtAll() throws IOException {
    try (Reputation reputation = open()) {
      reputation.succeeded(peer(1), 1, Duration.ofMillis(50));
      reputation.succeeded(peer(2), 1, Duration.ofMillis(5));
      reputation.failed(peer(3));
      reputation.lied(peer(4), "a bad block");
      assertThat(reputation.order(List.of(peer(4), peer(3), peer(5), peer(1), peer(2))))
          .containsExactly(peer(2), peer(1), peer(5), peer(3));
    }
  }

  @Test
  void everythingSurvivesARestart() throws IOException {
    try (Reputation reputation = open()) {
      reputation.succeeded(peer(1), 77, Duration.ofMillis(3));
      reputation.lied(peer(2), "a bad block");
    }
    try (Reputation reputation = open()) {
      assertThat(reputation.standing(peer(1)).orElseThrow().bytesIn()).isEqualTo(77);
      assertThat(reputation.isBanned(peer(2))).isTrue();
      assertThat(reputation.standing(peer(2)).orElseThrow().banReason()).isEqualTo("a bad block");
      assertThat(reputation.forget(peer(2))).isTrue();
      assertThat(reputation.forget(peer(2))).isFalse();
      assertThat(reputation.isBanned(peer(2))).isFalse();
    }
    try (Reputation reputation = open()) {
      assertThat(reputation.standings()).containsOnlyKeys(peer(1));
    }
  }

  @Test
  void whoWouldBeMissedLeastGoesWhenItIsFull() throws IOException {
    try (Reputation reputation = Reputation.open(folder, () -> now, 3)) {
      reputation.lied(peer(1), "a bad block");
      reputation.succeeded(peer(2), 1, Duration.ZERO);
      for (int i = 0; i < 5; i++) {
        reputation.succeeded(peer(3), 1, Duration.ZERO);
      }
      assertThat(reputation.standings()).hasSize(3);
      reputation.succeeded(peer(4), 1, Duration.ZERO);
      reputation.succeeded(peer(4), 1, Duration.ZERO);
      assertThat(reputation.standings()).hasSize(3).containsKeys(peer(1), peer(3));
    }
  }

  @Test
  void anInterruptedThreadDoesNotCloseTheFileForOthers() throws Exception {
    try (Reputation reputation = open()) {
      for (int i = 0; i < 50; i++) {
        int number = i;
        Thread writer = Thread.ofVirtual().start(() -> reputation.failed(peer(number)));
        writer.interrupt();
        writer.join();
      }
      reputation.failed(peer(1_000));
    }
    try (Reputation reputation = open()) {
      assertThat(reputation.standings()).containsKey(peer(1_000)).hasSize(51);
    }
  }

  @Test
  void aDamagedFileIsSetAside() throws IOException {
    Files.createDirectories(folder);
    byte[] noise = new byte[20_000];
    noise[5] = 9;
    Files.write(folder.resolve("reputation.mv.db"), noise);
    try (Reputation reputation = open()) {
      reputation.failed(peer(1));
    }
    assertThat(folder.resolve("reputation.mv.db.damaged")).exists();
  }

  @Test
  void twoProcessesCantShareTheFile() throws IOException {
    try (Reputation first = open()) {
      assertThatIOException().isThrownBy(this::open).withMessageContaining("another process");
      first.failed(peer(1));
    }
  }
}
