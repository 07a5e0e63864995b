package dev.ggen.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedSpaceTest {
  private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
  private static final Instant LATER = NOW.plus(Duration.ofDays(2));
  private static final PeerId ALICE = PeerId.ofKey(KadNode.bytes("alice"));
  private static final PeerId BOB = PeerId.ofKey(KadNode.bytes("bobby"));
  private static final PeerId CAROL = PeerId.ofKey(KadNode.bytes("carol"));

  /** Of one entry beside its key and content. */
  private static final int OVERHEAD = Long.BYTES + 1;

  private final MVStore store = MVStore.open(null);

  @AfterEach
  void close() {
    store.close();
  }

  private SharedSpace space(int entries, long bytes) {
    return new SharedSpace(store, "test", entries, bytes);
  }

  private static SharedSpace.Entry entry(String key, PeerId owner) {
    return entry(key, owner, "content");
  }

  private static SharedSpace.Entry entry(String key, PeerId owner, String content) {
    return new SharedSpace.Entry(KadNode.bytes(key), owner, LATER, KadNode.bytes(content));
  }

  private static List<String> keys(SharedSpace space, String prefix) {
    return space.startingWith(KadNode.bytes(prefix), 100, NOW).stream()
        .map(entry -> KadNode.text(entry.key()))
        .toList();
  }

  @Test
  void whatWasPutIsFoundAsItWas() {
    SharedSpace space = space(10, 1_000);
    space.put(entry("a1", ALICE));
    space.put(entry("a2", BOB));
    space.put(entry("b", ALICE));

    assertThat(space.get(KadNode.bytes("a2"), NOW)).contains(entry("a2", BOB));
    assertThat(keys(space, "a")).containsExactly("a1", "a2");
    assertThat(space.startingWith(KadNode.bytes("a"), 1, NOW)).hasSize(1);
    assertThat(keys(space, "")).hasSize(3);
  }

  @Test
  void anEntryEndsWithItsTimeAndIsSweptThen() {
    SharedSpace space = space(10, 1_000);
    space.put(entry("a", ALICE));
    Instant lastMoment = LATER.minusMillis(1);

    assertThat(space.get(KadNode.bytes("a"), lastMoment)).isPresent();
    assertThat(space.sweep(lastMoment)).isZero();
    assertThat(space.get(KadNode.bytes("a"), LATER)).isEmpty();
    assertThat(space.sweep(LATER)).isEqualTo(1);
    assertThat(space.size()).isZero();
    assertThat(space.bytes()).isZero();
  }

  @Test
  void atTheLimitWhoHoldsMostMustGiveWay() {
    SharedSpace space = space(4, 1_000);
    for (String key : List.of("1", "2", "3", "4")) {
      assertThat(space.put(entry(key, ALICE))).isTrue();
    }

    assertThat(space.put(entry("5", ALICE))).as("of her own she has her share").isFalse();
    assertThat(space.put(entry("6", BOB))).isTrue();
    assertThat(space.put(entry("7", CAROL))).isTrue();

    assertThat(space.size()).isEqualTo(4);
    assertThat(keys(space, "")).contains("6", "7");
    assertThat(space.put(entry("8", BOB))).as("nobody has more than he would").isFalse();
  }

  @Test
  void bytesCountAsWellAsEntries() {
    long size = 1L + OVERHEAD + ALICE.bytes().size() + "content".length();
    SharedSpace exact = space(10, size);
    assertThat(exact.put(entry("1", ALICE))).isTrue();
    assertThat(exact.bytes()).isEqualTo(size);
    assertThat(exact.put(entry("2", ALICE))).isFalse();

    exact.remove(KadNode.bytes("1"));
    assertThat(exact.put(entry("1", ALICE, "content!"))).as("a byte too many").isFalse();
  }

  @Test
  void aReplacementThatDoesNotFitLeavesWhatWasThere() {
    SharedSpace space = space(1, 60);
    space.put(entry("1", ALICE));

    assertThat(space.put(entry("1", ALICE, "x".repeat(100)))).isFalse();

    assertThat(space.get(KadNode.bytes("1"), NOW)).contains(entry("1", ALICE));
    assertThat(space.size()).isEqualTo(1);
  }

  @Test
  void aFloodTakesNothingFromTheOthers() {
    SharedSpace space = space(100, 1 << 20);
    for (int i = 0; i < 30; i++) {
      space.put(entry("bob" + i, BOB));
    }

    for (int i = 0; i < 1_000; i++) {
      space.put(entry("flood" + i, ALICE));
    }
    for (int i = 0; i < 30; i++) {
      assertThat(space.put(entry("carol" + i, CAROL))).isTrue();
    }

    assertThat(keys(space, "bob")).hasSize(30);
    assertThat(keys(space, "carol")).hasSize(30);
    assertThat(space.size()).isEqualTo(100);
  }

  @Test
  void aTornPairOfMapsIsMended() {
    space(10, 1_000).put(entry("1", ALICE));
    store.openMap("test.owners", SharedSpace.bytesToBytes()).clear();

    SharedSpace mended = space(1, 1_000);
    mended.put(entry("2", BOB));

    assertThat(mended.size()).isEqualTo(1);
    mended.remove(KadNode.bytes("1"));
    assertThat(mended.put(entry("2", BOB))).isTrue();
  }

  /** Against a plain map, with room for all. */
  @Test
  void anyOrderOfCallsGivesWhatAMapWould() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    SharedSpace space = space(1_000, 1 << 20);
    Map<Bytes, SharedSpace.Entry> model = new HashMap<>();
    List<PeerId> owners = List.of(ALICE, BOB, CAROL);
    for (int i = 0; i < 5_000; i++) {
      String key = "k" + random.nextInt(50);
      if (random.nextInt(3) == 0) {
        space.remove(KadNode.bytes(key));
        model.remove(KadNode.bytes(key));
      } else {
        SharedSpace.Entry entry = entry(key, owners.get(random.nextInt(3)), "c" + i);
        assertThat(space.put(entry)).isTrue();
        model.put(entry.key(), entry);
      }
    }

    assertThat(
            space.startingWith(Bytes.EMPTY, 1_000, NOW).stream()
                .collect(Collectors.toMap(SharedSpace.Entry::key, e -> e)))
        .as("seed %s", seed)
        .isEqualTo(model);
    assertThat(space.size()).isEqualTo(model.size());
    assertThat(new SharedSpace(store, "test", 1_000, 1 << 20).bytes()).isEqualTo(space.bytes());
  }
}
