package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.multiformats.Bytes;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Divides room among those who put something into it, an engine: while there is room anybody gets
 * some; after that, who holds more than the newcomer would must give way. So one who floods loses
 * only what is its own. One owner.
 */
final class Shares {
  private record Holding(Bytes owner, long bytes, int entries) {
    Holding with(long moreBytes, int moreEntries) {
      return new Holding(owner, bytes + moreBytes, entries + moreEntries);
    }
  }

  private final int maxEntries;
  private final long maxBytes;
  private final Map<Bytes, Holding> holdings = new HashMap<>();
  private final TreeSet<Holding> smallestFirst =
      new TreeSet<>(Comparator.comparingLong(Holding::bytes).thenComparing(Holding::owner));
  private long bytes;
  private int entries;

  Shares(int maxEntries, long maxBytes) {
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
  }

  /** Whether so many bytes fit beside what is there. */
  boolean hasRoom(long size) {
    return entries < maxEntries && bytes + size <= maxBytes;
  }

  /** Who must lose an entry so that another one's fits; empty if the newcomer is to be refused. */
  Optional<Bytes> whoGivesWay(Bytes newcomer, long size) {
    if (smallestFirst.isEmpty()) {
      return Optional.empty();
    }
    Holding biggest = smallestFirst.last();
    long wanted = holding(newcomer).bytes + size;
    return biggest.bytes > wanted && !biggest.owner.equals(newcomer)
        ? Optional.of(biggest.owner)
        : Optional.empty();
  }

  private Holding holding(Bytes owner) {
    return holdings.getOrDefault(owner, new Holding(owner, 0, 0));
  }

  void added(Bytes owner, long size) {
    change(owner, size, 1);
  }

  void removed(Bytes owner, long size) {
    change(owner, -size, -1);
  }

  private void change(Bytes owner, long moreBytes, int moreEntries) {
    Holding before = holding(owner);
    Holding after = before.with(moreBytes, moreEntries);
    smallestFirst.remove(before);
    if (after.entries > 0) {
      holdings.put(owner, after);
      smallestFirst.add(after);
    } else {
      holdings.remove(owner);
    }
    bytes += moreBytes;
    entries += moreEntries;
  }

  int entries() {
    return entries;
  }

  long bytes() {
    return bytes;
  }
}
