package dev.ggen.libp2p.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** In virtual time. */
class FairSharesTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int CHUNK = 1_000;

  private long now;

  private static PeerId peer(int number) {
    byte[] key = new byte[36];
    key[0] = (byte) number;
    return PeerId.ofKey(Bytes.copyOf(key));
  }

  /** Each peer has so many threads that always want more; tells who moved how much. */
  private Map<PeerId, Long> run(FairShares shares, long seconds, Map<PeerId, Integer> threads) {
    Map<PeerId, Long> moved = new HashMap<>();
    List<FairShares.Request> open = new ArrayList<>();
    threads.forEach((peer, count) -> {
      for (int i = 0; i < count; i++) {
        open.add(shares.ask(peer, CHUNK, now));
      }
    });
    long end = now + seconds * SECOND;
    while (now < end) {
      for (int i = 0; i < open.size(); i++) {
        FairShares.Request request = open.get(i);
        if (request.isGranted()) {
          moved.merge(request.peer, (long) request.bytes, Long::sum);
          open.set(i, shares.ask(request.peer, CHUNK, now));
        }
      }
      if (!shares.grant(now) && open.stream().noneMatch(FairShares.Request::isGranted)) {
        now += shares.nanosUntilNext(now).orElseThrow();
      }
    }
    return moved;
  }

  @Test
  void theRateOfAllHoldsInTheLongRun() {
    FairShares shares = new FairShares(100_000, 0, now);
    Map<PeerId, Long> moved = run(shares, 20, Map.of(peer(1), 3, peer(2), 1));
    assertThat(moved.values().stream().mapToLong(Long::longValue).sum())
        .isCloseTo(2_000_000, within(40_000L));
  }

  @Test
  void aPeerWithManyStreamsGetsNoMoreThanOneWithOne() {
    FairShares shares = new FairShares(100_000, 0, now);
    Map<PeerId, Long> moved = run(shares, 20, Map.of(peer(1), 50, peer(2), 1));
    assertThat((double) moved.get(peer(1)) / moved.get(peer(2))).isCloseTo(1, within(0.1));
  }

  @Test
  void aPeerHasItsOwnLimitAndOthersTakeTheRest() {
    FairShares shares = new FairShares(100_000, 60_000, now);
    Map<PeerId, Long> alone = run(shares, 20, Map.of(peer(1), 4));
    assertThat(alone.get(peer(1))).isCloseTo(1_200_000, within(40_000L));
    Map<PeerId, Long> both = run(shares, 20, Map.of(peer(1), 4, peer(2), 4));
    assertThat(both.values().stream().mapToLong(Long::longValue).sum())
        .isCloseTo(2_000_000, within(60_000L));
  }

  @Test
  void limitsMayChangeAtAnyTime() {
    FairShares shares = new FairShares(10_000, 0, now);
    assertThat(run(shares, 10, Map.of(peer(1), 1)).get(peer(1)))
        .isCloseTo(100_000, within(10_000L));
    shares.rates(200_000, 0, now);
    assertThat(run(shares, 10, Map.of(peer(1), 1)).get(peer(1)))
        .isCloseTo(2_000_000, within(100_000L));
  }

  @Test
  void whoGivesUpDoesNotHoldUpOthers() {
    FairShares shares = new FairShares(1_000, 0, now);
    FairShares.Request first = shares.ask(peer(1), 100_000, now);
    assertThat(first.isGranted()).isTrue();
    FairShares.Request second = shares.ask(peer(1), CHUNK, now);
    assertThat(second.isGranted()).isFalse();
    shares.cancel(second);
    assertThat(shares.nanosUntilNext(now)).isEmpty();
  }

  @Test
  void withoutLimitEverythingPassesAtOnce() {
    FairShares shares = new FairShares(0, 0, now);
    for (int i = 0; i < 1_000; i++) {
      assertThat(shares.ask(peer(i % 7), 1 << 20, now).isGranted()).isTrue();
    }
  }
}
