package dev.ggen.registry.p2p.reconcile;

import dev.ggen.libp2p.multiformats.Bytes;
import java.util.ArrayList;
import java.util.List;

/** What both sides of a session do with their own set. One owner. */
final class Side {
  /** Sets that are not bigger are listed instead of divided: a list is then not much longer. */
  static final int MAX_LISTED = 32;

  /** Into how many parts a range is divided at most. */
  static final int BRANCHES = 16;

  /** Parts shall not be smaller: their fingerprints would be as long as lists of them. */
  private static final int SMALLEST_PART = 8;

  private final RecordSet set;
  private final ShortIds shortIds;

  Side(RecordSet set, Bytes salt) {
    this.set = set;
    this.shortIds = new ShortIds(salt);
  }

  RecordSet set() {
    return set;
  }

  long idOf(ItemHash item) {
    return shortIds.of(item);
  }

  int count(Bound from, Bound to) {
    return to.rankIn(set) - from.rankIn(set);
  }

  List<ItemHash> items(Bound from, Bound to) {
    return set.list(from.rankIn(set), to.rankIn(set));
  }

  Fingerprint fingerprint(Bound from, Bound to) {
    return fingerprint(from.rankIn(set), to.rankIn(set));
  }

  private Fingerprint fingerprint(int from, int to) {
    return Fingerprint.of(set.sum(from, to), to - from);
  }

  Range print(Bound from, Bound to) {
    return new Range(from, to, new Range.Print(fingerprint(from, to)));
  }

  Range listing(Bound from, Bound to) {
    return new Range(
        from, to, new Range.Listing(items(from, to).stream().map(this::idOf).toList()));
  }

  /** What to say of a range of which it is known only that it differs. */
  List<Range> detail(Bound from, Bound to) {
    int count = count(from, to);
    return count <= MAX_LISTED
        ? List.of(listing(from, to))
        : parts(from, to, from.rankIn(set), count);
  }

  private List<Range> parts(Bound from, Bound to, int first, int count) {
    int parts = Math.min(BRANCHES, Math.ceilDiv(count, SMALLEST_PART));
    List<Integer> cuts = new ArrayList<>();
    for (int part = 1; part < parts; part++) {
      cuts.add(first + (int) ((long) count * part / parts));
    }
    return cut(from, to, first, first + count, cuts);
  }

  /** All of the set, in parts whose bounds are moved by a fraction of one, which is 0 to 1. */
  List<Range> all(double shift) {
    int count = set.size();
    if (count <= MAX_LISTED) {
      return List.of(listing(Bound.START, Bound.END));
    }
    List<Integer> cuts = new ArrayList<>();
    for (int part = 0; part < BRANCHES; part++) {
      int cut = (int) (count * (part + shift) / BRANCHES);
      if (cut > 0 && cut < count && (cuts.isEmpty() || cut > cuts.getLast())) {
        cuts.add(cut);
      }
    }
    return cut(Bound.START, Bound.END, 0, count, cuts);
  }

  private List<Range> cut(Bound from, Bound to, int first, int last, List<Integer> cuts) {
    List<Range> parts = new ArrayList<>();
    Bound start = from;
    int position = first;
    for (int cut : cuts) {
      Bound end = Bound.between(set.at(cut - 1), set.at(cut));
      parts.add(new Range(start, end, new Range.Print(fingerprint(position, cut))));
      start = end;
      position = cut;
    }
    parts.add(new Range(start, to, new Range.Print(fingerprint(position, last))));
    return parts;
  }
}
