package dev.ggen.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LookupTest {
  private static final Instant NOW = Instant.EPOCH;
  private static final Duration SLOW = Duration.ofSeconds(1);
  private static final Lookup.Settings SETTINGS = new Lookup.Settings(20, 10, 3, SLOW);

  private final Random random = new Random(11);
  private final PeerId self = anybody();
  private final KadKey target = KadKey.of(anybody());

  private PeerId anybody() {
    byte[] key = new byte[32];
    random.nextBytes(key);
    return new PeerId(Multihash.identity(Bytes.copyOf(key)));
  }

  /** Nearest to the target first. */
  private List<PeerId> peers(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> anybody())
        .sorted(Comparator.comparing(KadKey::of, target.nearestFirst()))
        .toList();
  }

  private Lookup lookup(List<PeerId> seeds) {
    return new Lookup(self, target, SETTINGS, seeds);
  }

  @Test
  void withoutSeedsItIsOverAtOnce() {
    Lookup lookup = lookup(List.of());

    assertThat(lookup.isOver(NOW)).isTrue();
    assertThat(lookup.next(NOW)).isEmpty();
    assertThat(lookup.closest()).isEmpty();
  }

  @Test
  void theNearestAreAskedAsManyAtATimeAsAlphaAllows() {
    List<PeerId> seeds = peers(20);
    Lookup lookup = lookup(seeds);

    assertThat(lookup.next(NOW)).isEqualTo(seeds.subList(0, 10));
    assertThat(lookup.next(NOW)).isEmpty();
    lookup.answered(seeds.get(5), List.of());
    assertThat(lookup.next(NOW)).containsExactly(seeds.get(10));
  }

  @Test
  void itGoesOnUntilTheWholeKHasAnswered() {
    List<PeerId> seeds = peers(20);
    Lookup lookup = lookup(seeds);

    lookup.next(NOW).forEach(peer -> lookup.answered(peer, List.of()));
    assertThat(lookup.hasConverged(NOW)).isTrue();
    assertThat(lookup.isOver(NOW)).isFalse();
    lookup.next(NOW).forEach(peer -> lookup.answered(peer, List.of()));

    assertThat(lookup.isOver(NOW)).isTrue();
    assertThat(lookup.closest()).isEqualTo(seeds);
  }

  @Test
  void whoeverSearchesIsNeverAsked() {
    List<PeerId> seeds = peers(1);
    Lookup lookup = lookup(seeds);
    lookup.next(NOW);

    lookup.answered(seeds.getFirst(), List.of(self));

    assertThat(lookup.isOver(NOW)).isTrue();
  }

  @Test
  void aSlowPeerHoldsNobodyUpAndItsAnswerIsStillWelcome() {
    List<PeerId> all = peers(12);
    List<PeerId> seeds = all.subList(1, 12);
    Lookup lookup = lookup(seeds);
    assertThat(lookup.next(NOW)).hasSize(10);
    assertThat(lookup.slowAt(NOW)).contains(NOW.plus(SLOW));
    Instant later = NOW.plus(SLOW);

    assertThat(lookup.next(later)).containsExactly(seeds.getLast());
    lookup.answered(seeds.getFirst(), List.of(all.getFirst()));

    assertThat(lookup.next(later)).containsExactly(all.getFirst());
  }

  @Test
  void whereAllAreSlowTheyAreWaitedForUntilEnoughHaveAnswered() {
    List<PeerId> seeds = peers(5);
    Lookup lookup = lookup(seeds);
    lookup.next(NOW);
    Instant later = NOW.plus(SLOW);

    for (PeerId seed : seeds.subList(0, SETTINGS.beta())) {
      assertThat(lookup.isOver(later)).isFalse();
      lookup.answered(seed, List.of());
    }

    assertThat(lookup.isOver(later)).isTrue();
    assertThat(lookup.slowAt(later)).isEmpty();
  }

  @Test
  void whereAllFailItIsOver() {
    Lookup lookup = lookup(peers(5));

    lookup.next(NOW).forEach(lookup::failed);

    assertThat(lookup.isOver(NOW)).isTrue();
    assertThat(lookup.closest()).isEmpty();
  }

  @Test
  void waitingPeersAreBoundedHoweverSlowTheyAre() {
    List<PeerId> liars = peers(100);
    Lookup lookup = new Lookup(self, target, new Lookup.Settings(100, 10, 3, SLOW), liars);
    int asked = 0;
    for (int second = 0; second < 10; second++) {
      asked += lookup.next(NOW.plusSeconds(second)).size();
    }

    assertThat(asked).isEqualTo(30);
  }

  @Test
  void theWordOfOneWhoInventsPeersIsSoonWorthNothing() {
    List<PeerId> all = peers(40);
    PeerId liar = all.get(39);
    PeerId honest = all.get(38);
    Lookup lookup = lookup(List.of(liar, honest));
    lookup.next(NOW);
    lookup.answered(liar, all.subList(0, 20));
    lookup.answered(honest, all.subList(20, 38));

    int failed = 0;
    for (List<PeerId> asked = lookup.next(NOW); !asked.isEmpty(); asked = lookup.next(NOW)) {
      for (PeerId peer : asked) {
        if (all.indexOf(peer) < 20) {
          lookup.failed(peer);
          failed++;
        } else {
          lookup.answered(peer, List.of());
        }
      }
    }

    assertThat(failed).isLessThanOrEqualTo(10);
    assertThat(lookup.closest()).containsAll(all.subList(20, 38));
  }

  @Test
  void anAnswerThatNobodyAskedForChangesNothing() {
    Lookup lookup = lookup(peers(1));

    lookup.answered(anybody(), peers(3));
    lookup.failed(anybody());

    assertThat(lookup.next(NOW)).hasSize(1);
    assertThat(lookup.asked()).isEqualTo(1);
  }

  @Test
  void afterItIsStoppedNobodyIsAsked() {
    Lookup lookup = lookup(peers(3));

    lookup.stop();

    assertThat(lookup.isOver(NOW)).isTrue();
    assertThat(lookup.next(NOW)).isEmpty();
  }

  /** Everybody knows what its table could hold of the network; some are dead and some lie. */
  @Test
  void inANetworkWithDeadAndLyingPeersTheNearestLivingOnesAreFound() {
    long seed = System.nanoTime();
    random.setSeed(seed);
    int size = 1_000;
    List<PeerId> network = IntStream.range(0, size).mapToObj(i -> anybody()).toList();
    Map<PeerId, RoutingTable> tables = new HashMap<>();
    List<PeerId> shuffled = new ArrayList<>(network);
    network.forEach(peer -> {
      Collections.shuffle(shuffled, random);
      RoutingTable table = new RoutingTable(KadKey.of(peer), 20, 2, 3);
      shuffled.forEach(other -> table.offer(other, Optional.empty(), NOW));
      tables.put(peer, table);
    });
    List<PeerId> dead = network.subList(0, size / 5);
    List<PeerId> liars = network.subList(size / 5, size * 3 / 10);
    int found = 0;
    int rounds = 100;
    for (int round = 0; round < rounds; round++) {
      PeerId searcher = network.get(size / 2 + round);
      KadKey place = KadKey.of(anybody());
      Lookup lookup =
          new Lookup(searcher, place, SETTINGS, tables.get(searcher).closest(place, 20));
      for (List<PeerId> asked = lookup.next(NOW); !asked.isEmpty(); asked = lookup.next(NOW)) {
        for (PeerId peer : asked) {
          if (dead.contains(peer) || !tables.containsKey(peer)) {
            lookup.failed(peer);
          } else if (liars.contains(peer)) {
            lookup.answered(peer, invented(place));
          } else {
            lookup.answered(peer, tables.get(peer).closest(place, 20));
          }
        }
      }
      PeerId nearest =
          network.stream()
              .filter(peer -> !dead.contains(peer) && !peer.equals(searcher))
              .min(Comparator.comparing(KadKey::of, place.nearestFirst()))
              .orElseThrow();
      found += lookup.closest().contains(nearest) ? 1 : 0;
    }

    assertThat(found).as("seed %s", seed).isGreaterThanOrEqualTo(rounds * 99 / 100);
  }

  /** Nobody, but near to the place. */
  private List<PeerId> invented(KadKey place) {
    List<PeerId> near = new ArrayList<>();
    while (near.size() < 20) {
      PeerId peer = anybody();
      if (place.commonPrefix(KadKey.of(peer)) >= 4) {
        near.add(peer);
      }
    }
    return near;
  }
}
