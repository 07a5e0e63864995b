package dev.ggen.registry.p2p.reconcile;

import java.util.List;

/**
 * A set of hashes in order that never changes. Positions count from 0, and ranges of them go from a
 * first one to before a last one. Safe for any number of threads.
 */
public interface RecordSet {
  /** How many there are. */
  int size();

  /** How many are smaller than a hash; its position, if it is in the set. */
  int rank(ItemHash hash);

  /** The one at a position. */
  ItemHash at(int position);

  /** The sum of a range, modulo 2 to the power of 256. */
  ItemHash sum(int from, int to);

  /** Those of a range, in order. */
  List<ItemHash> list(int from, int to);

  /** Whether a hash is in the set. */
  default boolean contains(ItemHash hash) {
    int rank = rank(hash);
    return rank < size() && at(rank).equals(hash);
  }
}
