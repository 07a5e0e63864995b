package dev.ggen.registry.p2p.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.libp2p.multiformats.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two sides in one thread: what one session finds and costs. */
class ReconciliationTest {
  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);

  private record Outcome(Reconciliation asking, int trips, int bytes) {
    TreeSet<ItemHash> missing() {
      return new TreeSet<>(asking.missing());
    }

    TreeSet<ItemHash> offered() {
      return new TreeSet<>(asking.offered());
    }
  }

  private Outcome session(RecordSet asking, RecordSet asked, ReconciliationLimits limits)
      throws ReconciliationException {
    Reconciliation session = new Reconciliation(asking, limits, random);
    ReconciliationAnswers answers = new ReconciliationAnswers(asked, session.salt(), limits);
    int trips = 0;
    int bytes = Reconciliation.SALT_BYTES;
    for (Optional<Bytes> question = session.next();
        question.isPresent();
        question = session.next()) {
      Bytes answer = answers.answer(question.get());
      assertThat(question.get().size()).isLessThanOrEqualTo(limits.maxMessageBytes());
      assertThat(answer.size()).isLessThanOrEqualTo(limits.maxMessageBytes());
      trips++;
      bytes += question.get().size() + answer.size();
      session.answered(answer);
    }
    assertThat(session.rounds()).isEqualTo(trips);
    return new Outcome(session, trips, bytes);
  }

  private Outcome requireEqualAfter(
      List<ItemHash> common, List<ItemHash> here, List<ItemHash> there, ReconciliationLimits limits)
      throws ReconciliationException {
    return requireFound(tree(common, here), tree(common, there), here, there, limits);
  }

  private Outcome requireFound(
      RecordSet asking,
      RecordSet asked,
      List<ItemHash> here,
      List<ItemHash> there,
      ReconciliationLimits limits)
      throws ReconciliationException {
    Outcome outcome = session(asking, asked, limits);
    assertThat(outcome.asking().isComplete()).as("seed %d", seed).isTrue();
    assertThat(outcome.asking().missing()).as("seed %d", seed).doesNotHaveDuplicates();
    assertThat(outcome.asking().offered()).as("seed %d", seed).doesNotHaveDuplicates();
    assertThat(outcome.missing()).as("seed %d", seed).isEqualTo(new TreeSet<>(there));
    assertThat(outcome.offered()).as("seed %d", seed).isEqualTo(new TreeSet<>(here));
    return outcome;
  }

  private static RecordSet tree(List<ItemHash> common, List<ItemHash> own) {
    return FingerprintTree.of(Stream.concat(common.stream(), own.stream()).toList()).snapshot();
  }

  @Test
  void fewDifferencesCostLittle() throws Exception {
    FingerprintTree tree = FingerprintTree.of(Hashes.random(100_000, random));
    for (int[] differences : new int[][] {{50, 50}, {100, 0}, {0, 100}, {1, 0}, {0, 1}, {0, 0}}) {
      List<ItemHash> here = Hashes.random(differences[0], random);
      List<ItemHash> there = Hashes.random(differences[1], random);
      Outcome outcome =
          requireFound(
              with(tree, here), with(tree, there), here, there, ReconciliationLimits.defaults());
      System.out.printf(
          "reconciliation of %,d and %,d+%,d: %,d bytes, %d trips, seed %d%n",
          tree.size(), here.size(), there.size(), outcome.bytes(), outcome.trips(), seed);
      assertThat(outcome.bytes()).as("seed %d", seed).isLessThanOrEqualTo(100_000);
      assertThat(outcome.trips()).as("seed %d", seed).isLessThanOrEqualTo(12);
    }
  }

  private static RecordSet with(FingerprintTree tree, List<ItemHash> more) {
    more.forEach(tree::add);
    RecordSet snapshot = tree.snapshot();
    more.forEach(tree::remove);
    return snapshot;
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 1", "1, 0", "30000, 30000", "0, 30000", "30000, 0", "10, 30000"})
  void setsWithNothingInCommonAreFoundOutToo(int here, int there) throws Exception {
    Outcome outcome =
        requireEqualAfter(
            List.of(),
            Hashes.random(here, random),
            Hashes.random(there, random),
            ReconciliationLimits.defaults());
    System.out.printf(
        "reconciliation of 0 and %,d+%,d: %,d bytes, %d trips, seed %d%n",
        here, there, outcome.bytes(), outcome.trips(), seed);
  }

  @Test
  void anyTwoSetsAreEqualAfterwards() throws Exception {
    for (int i = 0; i < 300; i++) {
      List<ItemHash> common = some();
      ReconciliationLimits limits = ReconciliationLimits.defaults();
      if (random.nextBoolean()) {
        limits = limits.withMaxMessageBytes(2 * ReconciliationLimits.RESERVED_BYTES);
      }
      requireEqualAfter(common, without(some(), common), without(some(), common), limits);
    }
  }

  private List<ItemHash> some() {
    int size = random.nextInt(random.nextInt(5) == 0 ? 3_000 : 80);
    return random.nextInt(3) == 0
        ? new ArrayList<>(new TreeSet<>(Hashes.crowded(Math.min(size, 20), random)))
        : Hashes.random(size, random);
  }

  private static List<ItemHash> without(List<ItemHash> some, List<ItemHash> others) {
    TreeSet<ItemHash> left = new TreeSet<>(some);
    left.removeAll(new TreeSet<>(others));
    return List.copyOf(left);
  }

  @Test
  void sessionThatReachesALimitSaysSo() throws Exception {
    RecordSet empty = tree(List.of(), List.of());
    RecordSet full = tree(List.of(), Hashes.random(1_000, random));
    ReconciliationLimits limits = ReconciliationLimits.defaults();
    assertThat(session(empty, full, limits.withMaxHashes(1_000)).asking().isComplete()).isTrue();
    Outcome cut = session(empty, full, limits.withMaxHashes(999));
    assertThat(cut.asking().isComplete()).isFalse();
    assertThat(cut.missing()).hasSize(999);

    ReconciliationLimits small =
        limits.withMaxMessageBytes(2 * ReconciliationLimits.RESERVED_BYTES);
    int needed = session(empty, full, small).trips();
    assertThat(needed).isBetween(2, 12);
    assertThat(session(empty, full, small.withMaxRounds(needed)).asking().isComplete()).isTrue();
    Outcome early = session(empty, full, small.withMaxRounds(needed - 1));
    assertThat(early.asking().isComplete()).isFalse();
    assertThat(early.missing()).hasSizeBetween(1, 999);
  }

  @Test
  void rangesBeyondTheLimitAreLeftToTheNextSession() throws Exception {
    FingerprintTree here = FingerprintTree.of(Hashes.random(3_000, random));
    FingerprintTree there = FingerprintTree.of(Hashes.random(3_000, random));
    ReconciliationLimits limits = ReconciliationLimits.defaults().withMaxOpenRanges(20);
    int sessions = 0;
    for (boolean complete = false; !complete && sessions < 200; sessions++) {
      Outcome outcome = session(here.snapshot(), there.snapshot(), limits);
      outcome.missing().forEach(here::add);
      outcome.offered().forEach(there::add);
      complete = outcome.asking().isComplete();
    }
    assertThat(sessions).as("seed %d", seed).isBetween(2, 199);
    assertThat(here.snapshot().list(0, here.size())).hasSize(6_000);
    assertThat(there.snapshot().list(0, there.size())).hasSize(6_000);
  }
}
