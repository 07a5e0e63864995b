package dev.ggen.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.libp2p.kad.RoutingTable.Admission;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoutingTableTest {
  private static final int K = 4;
  private static final Instant START = Instant.EPOCH;
  private static final Bytes GROUP = Bytes.of(10, 0);
  private static final Bytes OTHER_GROUP = Bytes.of(10, 1);

  private final Random random = new Random(7);
  private final PeerId selfId = anybody();
  private final KadKey self = KadKey.of(selfId);
  private final RoutingTable table = new RoutingTable(self, K, 2, 3);

  private PeerId anybody() {
    byte[] key = new byte[32];
    random.nextBytes(key);
    return new PeerId(Multihash.identity(Bytes.copyOf(key)));
  }

  /** Peers that share so many bits with the table's owner. */
  private Stream<PeerId> inBucket(int index) {
    return Stream.generate(this::anybody)
        .filter(peer -> self.commonPrefix(KadKey.of(peer)) == index);
  }

  private List<PeerId> fill(int index) {
    List<PeerId> peers = inBucket(index).limit(K).toList();
    peers.forEach(
        peer -> assertThat(table.offer(peer, Optional.empty(), START)).isEqualTo(Admission.ADDED));
    return peers;
  }

  private void fail(PeerId peer) {
    for (int i = 0; i < RoutingTable.MAX_FAILURES; i++) {
      boolean removed = table.failed(peer);
      assertThat(removed).isEqualTo(i == RoutingTable.MAX_FAILURES - 1);
    }
  }

  @Test
  void theOwnerIsNeverInItsTable() {
    assertThat(table.offer(selfId, Optional.empty(), START)).isEqualTo(Admission.SELF);
    assertThat(table.size()).isZero();
    assertThat(table.failed(selfId)).isFalse();
  }

  @Test
  void aFullBucketKeepsItsPeersAndLetsNewcomersWait() {
    List<PeerId> old = fill(0);
    PeerId newcomer = inBucket(0).findFirst().orElseThrow();

    assertThat(table.offer(newcomer, Optional.empty(), START)).isEqualTo(Admission.WAITING);
    assertThat(old).allMatch(table::contains);
    assertThat(table.contains(newcomer)).isFalse();
  }

  @Test
  void theLatestWhoWaitsTakesThePlaceOfOneThatFails() {
    List<PeerId> old = fill(0);
    List<PeerId> waiting = inBucket(0).limit(3).toList();
    waiting.forEach(peer -> table.offer(peer, Optional.empty(), START));

    fail(old.get(1));

    assertThat(table.contains(old.get(1))).isFalse();
    assertThat(table.contains(waiting.getLast())).isTrue();
    assertThat(table.size()).isEqualTo(K);
  }

  @Test
  void oneWhoWaitsAndFailsIsForgotten() {
    List<PeerId> old = fill(0);
    PeerId waiting = inBucket(0).findFirst().orElseThrow();
    table.offer(waiting, Optional.empty(), START);

    assertThat(table.failed(waiting)).isFalse();
    fail(old.getFirst());

    assertThat(table.contains(waiting)).isFalse();
    assertThat(table.size()).isEqualTo(K - 1);
  }

  @Test
  void anAnswerMakesUpForAFailure() {
    PeerId peer = fill(0).getFirst();
    assertThat(table.failed(peer)).isFalse();

    assertThat(table.offer(peer, Optional.empty(), START)).isEqualTo(Admission.PRESENT);

    assertThat(table.failed(peer)).isFalse();
    assertThat(table.contains(peer)).isTrue();
  }

  @Test
  void aBucketHasFewPeersOfOneGroup() {
    List<PeerId> peers = inBucket(0).limit(3).toList();

    assertThat(table.offer(peers.get(0), Optional.of(GROUP), START)).isEqualTo(Admission.ADDED);
    assertThat(table.offer(peers.get(1), Optional.of(GROUP), START)).isEqualTo(Admission.ADDED);
    assertThat(table.offer(peers.get(2), Optional.of(GROUP), START))
        .isEqualTo(Admission.SAME_GROUP);
    assertThat(table.offer(peers.get(2), Optional.of(OTHER_GROUP), START))
        .isEqualTo(Admission.ADDED);
  }

  @Test
  void theTableHasFewPeersOfOneGroupUntilOneOfThemIsGone() {
    List<PeerId> peers = new ArrayList<>(inBucket(0).limit(2).toList());
    peers.addAll(inBucket(1).limit(2).toList());
    peers.subList(0, 3).forEach(peer -> table.offer(peer, Optional.of(GROUP), START));

    assertThat(table.offer(peers.get(3), Optional.of(GROUP), START))
        .isEqualTo(Admission.SAME_GROUP);
    assertThat(table.remove(peers.get(0))).isTrue();
    assertThat(table.remove(peers.get(0))).isFalse();
    assertThat(table.offer(peers.get(3), Optional.of(GROUP), START)).isEqualTo(Admission.ADDED);
  }

  @Test
  void oneOfACrowdedGroupDoesNotMoveUp() {
    List<PeerId> peers = inBucket(0).limit(K + 1).toList();
    table.offer(peers.get(0), Optional.of(GROUP), START);
    peers.subList(1, K).forEach(peer -> table.offer(peer, Optional.empty(), START));
    table.offer(peers.get(K), Optional.of(GROUP), START);
    inBucket(1).limit(2).forEach(peer -> table.offer(peer, Optional.of(GROUP), START));

    fail(peers.get(1));

    assertThat(table.contains(peers.get(K))).isFalse();
  }

  @Test
  void theClosestAreThoseThatAFullSortWouldFind() {
    RoutingTable large = new RoutingTable(self, 20, 2, 3);
    List<PeerId> inside = Stream.generate(this::anybody).limit(2_000).toList();
    inside.forEach(peer -> large.offer(peer, Optional.empty(), START));
    List<PeerId> present = inside.stream().filter(large::contains).toList();
    Stream<KadKey> targets =
        Stream.concat(
            Stream.of(self),
            Stream.concat(Stream.generate(this::anybody).limit(200), present.stream())
                .map(KadKey::of));

    targets.forEach(target -> {
      List<PeerId> sorted =
          present.stream()
              .sorted(Comparator.comparing(KadKey::of, target.nearestFirst()))
              .limit(20)
              .toList();
      assertThat(large.closest(target, 20)).isEqualTo(sorted);
    });
  }

  @Test
  void theLongestSilentComeFirst() {
    List<PeerId> peers = fill(0);
    Instant later = START.plus(Duration.ofMinutes(1));
    table.offer(peers.get(0), Optional.empty(), later);
    table.offer(peers.get(1), Optional.empty(), START.plusSeconds(1));

    assertThat(table.silentSince(later, 10)).hasSize(3).doesNotContain(peers.get(0));
    assertThat(table.silentSince(later, 10)).last().isEqualTo(peers.get(1));
    assertThat(table.silentSince(later, 1)).hasSize(1);
  }

  @Test
  void sizesAreToldPerBucket() {
    fill(0);
    inBucket(2).limit(1).forEach(peer -> table.offer(peer, Optional.empty(), START));

    assertThat(table.sizes()).containsExactly(K, 0, 1);
  }
}
