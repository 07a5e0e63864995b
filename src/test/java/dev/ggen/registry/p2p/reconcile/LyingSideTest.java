package dev.ggen.registry.p2p.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.multiformats.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a side that lies about its set can do to the other one. */
class LyingSideTest {
  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final ReconciliationLimits limits = ReconciliationLimits.defaults();

  private static Bytes message(Range... ranges) {
    RangeWriter writer = new RangeWriter();
    Arrays.stream(ranges).forEach(writer::add);
    return writer.message();
  }

  private static Range whole(Range.Content content) {
    return new Range(Bound.START, Bound.END, content);
  }

  private static RecordSet set(List<ItemHash> hashes) {
    return FingerprintTree.of(hashes).snapshot();
  }

  /** One that has asked about the whole of its set. */
  private Reconciliation asking(List<ItemHash> own) {
    Reconciliation session = new Reconciliation(set(own), limits, random);
    assertThat(session.next()).isPresent();
    return session;
  }

  private static void requireRefused(Reconciliation session, String reason, Range... answer) {
    assertThatThrownBy(() -> session.answered(message(answer)))
        .isInstanceOf(ReconciliationException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void answerThatOnlyPutsOffIsRefused() {
    requireRefused(asking(List.of()), "brings nothing", whole(new Range.Later()));
    requireRefused(
        asking(Hashes.random(1_000, random)), "brings nothing", whole(new Range.Later()));
  }

  @Test
  void answerToAnotherQuestionIsRefused() {
    List<ItemHash> few = Hashes.random(3, random);
    Fingerprint print = new Fingerprint(1, 2);
    requireRefused(asking(few), "another question", whole(new Range.Print(print)));
    requireRefused(asking(few), "another question", whole(new Range.Listing(List.of(1L))));
    requireRefused(asking(few), "another question", whole(new Range.Request(List.of(1L))));
    List<ItemHash> many = Hashes.random(1_000, random);
    Bound one = Bound.at(new ItemHash(1, 0, 0, 0));
    requireRefused(
        asking(many),
        "another question",
        new Range(Bound.START, one, new Range.Difference(List.of(), List.of())));
    requireRefused(asking(many), "more than was asked", whole(new Range.Listing(List.of(1L))));
  }

  @Test
  void lackOfWhatWasNotListedIsRefused() {
    requireRefused(
        asking(Hashes.random(3, random)),
        "a lack of what was not listed",
        whole(new Range.Difference(List.of(1L), List.of())));
  }

  @Test
  void hashThatIsHeldAlreadyIsRefused() {
    List<ItemHash> own = Hashes.random(3, random);
    requireRefused(
        asking(own),
        "said not to be missing",
        whole(new Range.Difference(List.of(), own.subList(0, 1))));
  }

  @Test
  void listOfWhatDoesNotExistIsRefusedAtTheNextAnswer() throws Exception {
    List<ItemHash> own = Hashes.random(33, random);
    Reconciliation session = asking(own);
    Bound low = Bound.at(own.stream().sorted().findFirst().orElseThrow());
    session.answered(message(new Range(Bound.START, low, new Range.Listing(List.of(5L)))));
    assertThat(session.next()).isPresent();
    requireRefused(session, "no hash of what was listed before");

    Reconciliation other = asking(own);
    other.answered(message(new Range(Bound.START, low, new Range.Listing(List.of(5L)))));
    assertThat(other.next()).isPresent();
    requireRefused(
        other,
        "a hash that was not asked for",
        new Range(
            Bound.START, low, new Range.Difference(List.of(), List.of(new ItemHash(0, 0, 0, 1)))));
  }

  @Test
  void rangeInMorePartsThanAllowedIsRefused() throws Exception {
    List<ItemHash> own = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      own.add(new ItemHash(-1 - i, 0, 0, 0));
    }
    List<Range> parts = new ArrayList<>();
    Bound from = Bound.START;
    for (int i = 1; i <= Reconciliation.MAX_PARTS + 1; i++) {
      Bound to = Bound.at(new ItemHash(i, 0, 0, 0));
      parts.add(new Range(from, to, new Range.Print(new Fingerprint(1, 2))));
      from = to;
    }
    asking(own).answered(message(parts.subList(0, Reconciliation.MAX_PARTS).toArray(Range[]::new)));
    requireRefused(asking(own), "in more than 64 parts", parts.toArray(Range[]::new));
  }

  /** Says that everything differs, and tells endlessly of hashes that nobody has. */
  private Bytes endless(Bytes question) throws ReconciliationException {
    RangeWriter answer = new RangeWriter();
    for (Range range : RangeCodec.decode(question.buffer())) {
      switch (range.content()) {
        case Range.Print print ->
            answer.add(
                new Range(
                    range.from(),
                    range.to(),
                    new Range.Print(new Fingerprint(random.nextLong(), 0))));
        case Range.Listing listing -> {
          ItemHash made = range.from().hash().plus(new ItemHash(0, 0, 0, 1));
          Bound end = Bound.at(made.plus(new ItemHash(0, 0, 0, 1)));
          if (end.compareTo(range.to()) < 0) {
            answer.add(
                new Range(range.from(), end, new Range.Difference(List.of(), List.of(made))));
            answer.add(new Range(end, Bound.END, new Range.Later()));
            return answer.message();
          }
        }
        default -> throw new AssertionError(range);
      }
    }
    return answer.message();
  }

  @Test
  void sideThatAlwaysHasMoreIsLeftAfterTheLastRound() throws Exception {
    Reconciliation session = new Reconciliation(set(Hashes.random(500, random)), limits, random);
    long bytes = 0;
    int rounds = 0;
    for (Optional<Bytes> question = session.next();
        question.isPresent();
        question = session.next()) {
      Bytes answer = endless(question.get());
      bytes += question.get().size() + answer.size();
      rounds++;
      session.answered(answer);
    }
    assertThat(rounds).isEqualTo(limits.maxRounds());
    assertThat(session.isComplete()).isFalse();
    assertThat(session.missing()).hasSizeLessThan(100);
    assertThat(bytes).isLessThan(1_000_000);
  }

  @Test
  void answersInQuestionsAreRefused() {
    ReconciliationAnswers answers =
        new ReconciliationAnswers(set(List.of()), Bytes.copyOf(new byte[16]), limits);
    for (Range.Content content :
        List.of(new Range.Later(), new Range.Difference(List.of(), List.of()))) {
      assertThatThrownBy(() -> answers.answer(message(whole(content))))
          .isInstanceOf(ReconciliationException.class)
          .hasMessage("an answer in a question");
    }
    assertThatThrownBy(() -> new ReconciliationAnswers(set(List.of()), Bytes.of(1), limits))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void answersFitIntoAMessageWhateverIsAsked() throws Exception {
    RecordSet set = set(Hashes.random(20_000, random));
    ReconciliationLimits small = limits.withMaxMessageBytes(8_192);
    ReconciliationAnswers answers =
        new ReconciliationAnswers(set, Bytes.copyOf(new byte[16]), small);
    for (int i = 0; i < 300; i++) {
      RangeWriter question = new RangeWriter();
      Bound from = Bound.START;
      for (int ranges = random.nextInt(400); ranges >= 0 && !from.isEnd(); ranges--) {
        Bound to =
            ranges == 0
                ? Bound.END
                : Bound.at(
                    from.hash()
                        .plus(new ItemHash(random.nextLong() >>> 8, random.nextLong(), 0, 0)));
        if (to.compareTo(from) > 0) {
          question.add(new Range(from, to, content(set, from, to)));
          from = to;
        }
      }
      Bytes answer = answers.answer(question.message());
      assertThat(answer.size()).as("seed %d", seed).isLessThanOrEqualTo(8_192);
      RangeCodec.decode(answer.buffer());
    }
  }

  private Range.Content content(RecordSet set, Bound from, Bound to) {
    ShortIds ids = new ShortIds(Bytes.copyOf(new byte[16]));
    int first = from.rankIn(set);
    List<Long> real =
        set.list(first, Math.min(to.rankIn(set), first + RangeCodec.MAX_IDS)).stream()
            .map(ids::of)
            .toList();
    List<Long> none = random.longs(RangeCodec.MAX_IDS, 0, 1L << 48).boxed().toList();
    return switch (random.nextInt(4)) {
      case 0 -> new Range.Print(new Fingerprint(1, 2));
      case 1 -> new Range.Listing(none);
      case 2 -> new Range.Listing(real);
      default -> new Range.Request(real);
    };
  }
}
