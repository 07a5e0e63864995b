package dev.ggen.registry.p2p.protocol;

import dev.ggen.libp2p.multiformats.Bytes;
import java.util.BitSet;
import java.util.List;

/** What one node answers another. */
sealed interface Response {
  /** Too much to do for now: ask again later. The stream ends. */
  record Busy(int retryMillis) implements Response {}

  /** To a comparison. */
  record Ranges(Bytes ranges) implements Response {}

  /**
   * What was asked for.
   *
   * @param covered of the hashes that were asked for, how many of the first were looked up
   * @param more whether there is more than fits into a message
   */
  record Entries(List<Bytes> entries, int covered, boolean more) implements Response {
    public Entries {
      entries = List.copyOf(entries);
    }
  }

  /** Which of the hashes that were offered are wanted, by their places. */
  record Wanted(List<Integer> places) implements Response {
    public Wanted {
      places = List.copyOf(places);
    }

    BitSet bits() {
      BitSet bits = new BitSet();
      places.forEach(bits::set);
      return bits;
    }
  }

  /** How many of the entries that were brought are kept. */
  record Kept(int count) implements Response {}
}
