package dev.ggen.registry.p2p.reconcile;

import dev.ggen.libp2p.multiformats.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The side of a session that is asked: an engine that remembers nothing but its set as it was at
 * the beginning. Its answers fit into a message, and making one costs no more than looking at each
 * item of the set once. One owner.
 */
public final class ReconciliationAnswers {
  private final Side own;
  private final int maxMessageBytes;

  /** For one session, with the salt that the other side has chosen. */
  public ReconciliationAnswers(RecordSet set, Bytes salt, ReconciliationLimits limits) {
    this.own = new Side(set, salt);
    this.maxMessageBytes = limits.maxMessageBytes();
  }

  /**
   * What is answered to a message.
   *
   * @throws ReconciliationException if it can't be understood, or asks what nobody asks
   */
  public Bytes answer(Bytes message) throws ReconciliationException {
    RangeWriter answer = new RangeWriter();
    for (Range question : RangeCodec.decode(message.buffer())) {
      Bound done = question.from();
      if (room(answer) > 0) {
        done =
            switch (question.content()) {
              case Range.Print print -> compare(question, print, answer);
              case Range.Listing listing -> compare(question, listing, answer);
              case Range.Request request -> tell(question, request, answer);
              case Range.Difference difference -> throw unexpected();
              case Range.Later later -> throw unexpected();
            };
      }
      if (done.compareTo(question.to()) < 0) {
        answer.add(new Range(done, Bound.END, new Range.Later()));
        break;
      }
    }
    return answer.message();
  }

  private static ReconciliationException unexpected() {
    return new ReconciliationException("an answer in a question");
  }

  /** How many bytes there are for more than one range of the usual size. */
  private int room(RangeWriter answer) {
    return maxMessageBytes - ReconciliationLimits.RESERVED_BYTES - answer.size();
  }

  private Bound compare(Range question, Range.Print theirs, RangeWriter answer) {
    if (!own.fingerprint(question.from(), question.to()).equals(theirs.fingerprint())) {
      own.detail(question.from(), question.to()).forEach(answer::add);
    }
    return question.to();
  }

  private Bound compare(Range question, Range.Listing theirs, RangeWriter answer) {
    Set<Long> lacking = new LinkedHashSet<>(theirs.ids());
    List<ItemHash> having = new ArrayList<>();
    int room = room(answer) / ItemHash.BYTES;
    RecordSet set = own.set();
    int end = question.to().rankIn(set);
    Bound done = question.to();
    for (int position = question.from().rankIn(set); position < end; position++) {
      ItemHash item = set.at(position);
      if (lacking.isEmpty() || !lacking.remove(own.idOf(item))) {
        if (having.size() > room) {
          done = Bound.at(item);
          break;
        }
        having.add(item);
      }
    }
    write(question.from(), done, new Range.Difference(List.copyOf(lacking), having), answer);
    return done;
  }

  private Bound tell(Range question, Range.Request request, RangeWriter answer) {
    Set<Long> wanted = new LinkedHashSet<>(request.ids());
    List<ItemHash> having = new ArrayList<>();
    RecordSet set = own.set();
    int end = question.to().rankIn(set);
    for (int i = question.from().rankIn(set); i < end && !wanted.isEmpty(); i++) {
      ItemHash item = set.at(i);
      if (wanted.remove(own.idOf(item))) {
        having.add(item);
      }
    }
    write(question.from(), question.to(), new Range.Difference(List.of(), having), answer);
    return question.to();
  }

  private static void write(Bound from, Bound to, Range.Difference found, RangeWriter answer) {
    boolean isEmpty = found.lacking().isEmpty() && found.having().isEmpty();
    if (!isEmpty) {
      answer.add(new Range(from, to, found));
    }
  }
}
