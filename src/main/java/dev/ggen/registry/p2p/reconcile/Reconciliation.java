package dev.ggen.registry.p2p.reconcile;

import dev.ggen.libp2p.multiformats.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The side of a session that asks, an engine: {@link #next} gives a message to send, {@link
 * #answered} takes its answer, until there is nothing more to ask. Then {@link #missing} and {@link
 * #offered} are what the two sets differ in.
 *
 * <p>It begins with the fingerprints of some parts of its set. The other side divides each part
 * that differs further, and so does this one, in turn, until so few items are left in a part that a
 * list of their short ids is shorter. Ranges that have been dealt with never come up again, so a
 * session ends. One owner.
 */
public final class Reconciliation {
  /** Of the salt that short ids are made with. */
  public static final int SALT_BYTES = 16;

  /** Into how many parts the other side may divide one range: four times as many as this one. */
  static final int MAX_PARTS = 4 * Side.BRANCHES;

  private final Bytes salt;
  private final Side own;
  private final ReconciliationLimits limits;
  private final List<ItemHash> missing = new ArrayList<>();
  private final List<ItemHash> offered = new ArrayList<>();

  /** What is still to be asked, in order and disjoint. */
  private List<Range> open;

  /** What has been asked last; the answer is still to come. */
  private List<Range> asked = List.of();

  private int rounds;
  private boolean complete = true;

  /** Begins a session; chance makes the salt and the first bounds. */
  public Reconciliation(RecordSet set, ReconciliationLimits limits, RandomGenerator chance) {
    byte[] random = new byte[SALT_BYTES];
    chance.nextBytes(random);
    this.salt = Bytes.copyOf(random);
    this.own = new Side(set, salt);
    this.limits = limits;
    this.open = own.all(chance.nextDouble());
  }

  /** What the other side must know before the first message. */
  public Bytes salt() {
    return salt;
  }

  /** The next message; nothing when the session has ended. */
  public Optional<Bytes> next() {
    if (!asked.isEmpty()) {
      throw new IllegalStateException("the last message has not been answered");
    }
    if (!open.isEmpty() && rounds >= limits.maxRounds()) {
      giveUp();
    }
    if (open.isEmpty()) {
      return Optional.empty();
    }
    rounds++;
    RangeWriter message = new RangeWriter();
    int count = 0;
    while (count < open.size()
        && count < RangeCodec.MAX_RANGES / 2
        && message.size() + RangeWriter.sizeOf(open.get(count)) <= limits.maxMessageBytes()) {
      message.add(open.get(count++));
    }
    asked = open.subList(0, count);
    open = open.subList(count, open.size());
    return Optional.of(message.message());
  }

  private void giveUp() {
    complete = false;
    open = List.of();
  }

  /**
   * Takes the answer to the last message.
   *
   * @throws ReconciliationException if it can't be understood, tells what was not asked for, or
   *     brings nothing; then the session is over, and what it found is not to be relied on
   */
  public void answered(Bytes answer) throws ReconciliationException {
    List<Range> told = RangeCodec.decode(answer.buffer());
    Bound end = Bound.END;
    if (!told.isEmpty() && told.getLast().content() instanceof Range.Later) {
      end = told.removeLast().from();
    }
    List<Range> next = new ArrayList<>();
    int at = 0;
    for (Range question : asked) {
      int first = at;
      while (at < told.size() && told.get(at).from().compareTo(question.to()) < 0) {
        at++;
      }
      take(question, told.subList(first, at), end, next);
    }
    if (at < told.size()) {
      throw new ReconciliationException("an answer to what was not asked");
    }
    if (next.equals(asked)) {
      throw new ReconciliationException("an answer that brings nothing");
    }
    proceed(next);
  }

  private void proceed(List<Range> next) {
    asked = List.of();
    next.addAll(open);
    open = next;
    if (missing.size() > limits.maxHashes()) {
      missing.subList(limits.maxHashes(), missing.size()).clear();
      giveUp();
    } else if (open.size() > limits.maxOpenRanges()) {
      complete = false;
      open = open.subList(0, limits.maxOpenRanges());
    }
  }

  /** Takes what was told in answer to one question, as far as the answer reaches. */
  private void take(Range question, List<Range> told, Bound end, List<Range> next)
      throws ReconciliationException {
    for (Range part : told) {
      if (part.from().compareTo(question.from()) < 0 || part.to().compareTo(question.to()) > 0) {
        throw new ReconciliationException("an answer about more than was asked");
      }
    }
    if (end.compareTo(question.from()) <= 0) {
      next.add(question);
      return;
    }
    boolean isWhole = end.compareTo(question.to()) >= 0;
    switch (question.content()) {
      case Range.Print print -> takeDetail(told, next);
      case Range.Listing listing -> takeDifference(question, listing, told);
      case Range.Request request -> takeHashes(request, told, isWhole);
      case Range.Difference difference -> throw new IllegalStateException("never asked");
      case Range.Later later -> throw new IllegalStateException("never asked");
    }
    if (!isWhole) {
      rest(question, end, told).ifPresent(next::add);
    }
  }

  private void takeDetail(List<Range> told, List<Range> next) throws ReconciliationException {
    if (told.size() > MAX_PARTS) {
      throw new ReconciliationException("a range in more than " + MAX_PARTS + " parts");
    }
    for (Range part : told) {
      switch (part.content()) {
        case Range.Print theirs -> {
          if (!own.fingerprint(part.from(), part.to()).equals(theirs.fingerprint())) {
            next.addAll(own.detail(part.from(), part.to()));
          }
        }
        case Range.Listing theirs -> compare(part, theirs).ifPresent(next::add);
        case Range.Request request -> throw unexpected();
        case Range.Difference difference -> throw unexpected();
        case Range.Later later -> throw unexpected();
      }
    }
  }

  private static ReconciliationException unexpected() {
    return new ReconciliationException("an answer to another question");
  }

  /** Finds what the other side lacks; what this side lacks has to be asked for. */
  private Optional<Range> compare(Range part, Range.Listing theirs) {
    Set<Long> ids = new LinkedHashSet<>(theirs.ids());
    for (ItemHash item : own.items(part.from(), part.to())) {
      if (!ids.remove(own.idOf(item))) {
        offered.add(item);
      }
    }
    return ids.isEmpty()
        ? Optional.empty()
        : Optional.of(new Range(part.from(), part.to(), new Range.Request(List.copyOf(ids))));
  }

  private static Optional<Range.Difference> difference(List<Range> told)
      throws ReconciliationException {
    if (told.isEmpty()) {
      return Optional.empty();
    }
    if (told.size() == 1 && told.getFirst().content() instanceof Range.Difference difference) {
      return Optional.of(difference);
    }
    throw unexpected();
  }

  private void takeDifference(Range question, Range.Listing listing, List<Range> told)
      throws ReconciliationException {
    Optional<Range.Difference> difference = difference(told);
    if (difference.isEmpty()) {
      return;
    }
    Set<Long> lacking = new HashSet<>(difference.get().lacking());
    if (!listing.ids().containsAll(lacking)) {
      throw new ReconciliationException("a lack of what was not listed");
    }
    for (ItemHash item : own.items(question.from(), told.getFirst().to())) {
      if (lacking.contains(own.idOf(item))) {
        offered.add(item);
      }
    }
    for (ItemHash hash : difference.get().having()) {
      addMissing(hash);
    }
  }

  private void takeHashes(Range.Request request, List<Range> told, boolean isWhole)
      throws ReconciliationException {
    List<ItemHash> having = hashes(told);
    Set<Long> wanted = new HashSet<>(request.ids());
    for (ItemHash hash : having) {
      if (!wanted.remove(own.idOf(hash))) {
        throw new ReconciliationException("a hash that was not asked for");
      }
      addMissing(hash);
    }
    if (isWhole && !wanted.isEmpty()) {
      throw new ReconciliationException("no hash of what was listed before");
    }
  }

  private static List<ItemHash> hashes(List<Range> told) throws ReconciliationException {
    Range.Difference difference =
        difference(told).orElse(new Range.Difference(List.of(), List.of()));
    if (!difference.lacking().isEmpty()) {
      throw unexpected();
    }
    return difference.having();
  }

  private void addMissing(ItemHash hash) throws ReconciliationException {
    if (own.set().contains(hash)) {
      throw new ReconciliationException("a hash that was said not to be missing");
    }
    missing.add(hash);
  }

  /** What to ask again of a question whose answer ended early. */
  private Optional<Range> rest(Range question, Bound end, List<Range> told)
      throws ReconciliationException {
    return switch (question.content()) {
      case Range.Print print -> Optional.of(own.print(end, question.to()));
      case Range.Listing listing -> Optional.of(own.listing(end, question.to()));
      case Range.Request request -> {
        Set<Long> left = new LinkedHashSet<>(request.ids());
        hashes(told).forEach(hash -> left.remove(own.idOf(hash)));
        yield left.isEmpty()
            ? Optional.empty()
            : Optional.of(new Range(end, question.to(), new Range.Request(List.copyOf(left))));
      }
      case Range.Difference difference -> throw new IllegalStateException("never asked");
      case Range.Later later -> throw new IllegalStateException("never asked");
    };
  }

  /** What the other side has and this one has not, as far as it is known. */
  public List<ItemHash> missing() {
    return List.copyOf(missing);
  }

  /** What this side has and the other one has not, as far as it is known. */
  public List<ItemHash> offered() {
    return List.copyOf(offered);
  }

  /** How many messages have been sent. */
  public int rounds() {
    return rounds;
  }

  /** Whether nothing was left out because of a limit. */
  public boolean isComplete() {
    return complete;
  }
}
