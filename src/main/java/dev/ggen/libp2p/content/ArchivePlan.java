package dev.ggen.libp2p.content;

import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.Multihash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where each block of an archive belongs: grows as inner nodes come, from the root down. An engine:
 * no I/O, no clock; belongs to the thread of its download.
 *
 * <p>Every node must hold as many bytes as its parent says, every child at least one, and there are
 * bounds for depth and for the number of blocks. So a DAG that refers to itself, that claims other
 * sizes or that has a million links ends at its first node that does not fit.
 */
final class ArchivePlan {
  /** 174 to the power of 8 leaves are more than any disk holds. */
  static final int MAX_DEPTH = 8;

  /** Leaves are 1 MiB here, 256 KiB with many others; much smaller ones are meant to hurt. */
  static final int MIN_MEAN_BLOCK_BYTES = 64 << 10;

  /** So that the last of each layer may be as small as it likes. */
  static final int SPARE_BLOCKS = 64;

  /** What bitswap carries. */
  static final int MAX_LEAF_BYTES = 2 << 20;

  /** A child of a node, and how many bytes of the archive are under it. */
  record Child(Cid cid, long bytes) {}

  /** What a node brings to light: blocks that were not wanted before. */
  record Growth(List<Cid> nodes, List<ArchiveLeaf> leaves) {}

  private record Place(long offset, long bytes, int depth) {}

  private final long maxBlocks;
  private final Map<Cid, List<Place>> missingNodes = new HashMap<>();
  private final Map<Cid, List<ArchiveLeaf>> missingLeaves = new HashMap<>();
  private final NavigableMap<Long, ArchiveLeaf> leaves = new TreeMap<>();
  private long blocks;

  ArchivePlan(Cid root, long sizeBytes) throws BadArchiveException {
    this.maxBlocks = SPARE_BLOCKS + sizeBytes / MIN_MEAN_BLOCK_BYTES;
    place(new Child(root, sizeBytes), 0, 0, new Growth(new ArrayList<>(), new ArrayList<>()));
  }

  /** The nodes that are wanted now. */
  List<Cid> missingNodes() {
    return List.copyOf(missingNodes.keySet());
  }

  /** All leaves that are known, in the order of the archive. */
  List<ArchiveLeaf> leaves() {
    return List.copyOf(leaves.values());
  }

  /** The leaves that are wanted now, in the order of the archive. */
  List<ArchiveLeaf> missingLeaves() {
    return leaves.values().stream().filter(leaf -> missingLeaves.containsKey(leaf.cid())).toList();
  }

  /** Whether a node is wanted. */
  boolean wantsNode(Cid cid) {
    return missingNodes.containsKey(cid);
  }

  /** Whether every block is here. */
  boolean isComplete() {
    return missingNodes.isEmpty() && missingLeaves.isEmpty();
  }

  /**
   * Takes a node that is wanted.
   *
   * @throws BadArchiveException if it doesn't fit; then no archive comes of this
   */
  Growth node(Cid cid, List<Child> children) throws BadArchiveException {
    List<Place> places = missingNodes.remove(cid);
    Growth growth = new Growth(new ArrayList<>(), new ArrayList<>());
    for (Place place : places == null ? List.<Place>of() : places) {
      requireSum(cid, children, place.bytes());
      long offset = place.offset();
      for (Child child : children) {
        place(child, offset, place.depth() + 1, growth);
        offset += child.bytes();
      }
    }
    return growth;
  }

  private static void requireSum(Cid cid, List<Child> children, long bytes)
      throws BadArchiveException {
    long left = bytes;
    for (Child child : children) {
      if (child.bytes() <= 0 || child.bytes() > left) {
        throw new BadArchiveException(
            "node %s says that %s holds %d bytes, of %d that are left"
                .formatted(cid, child.cid(), child.bytes(), left));
      }
      left -= child.bytes();
    }
    if (left != 0) {
      throw new BadArchiveException(
          "node %s holds %d bytes, not %d".formatted(cid, bytes - left, bytes));
    }
  }

  private void place(Child child, long offset, int depth, Growth growth)
      throws BadArchiveException {
    Cid cid = child.cid();
    if (++blocks > maxBlocks) {
      throw new BadArchiveException(
          "more than %d blocks, which is too many for its size".formatted(maxBlocks));
    }
    if (depth > MAX_DEPTH) {
      throw new BadArchiveException("more than " + MAX_DEPTH + " layers of nodes");
    }
    if (cid.hash().code() != Multihash.SHA2_256) {
      throw new BadArchiveException(
          "block %s is hashed by function 0x%x; only sha2-256 is taken"
              .formatted(cid, cid.hash().code()));
    }
    if (cid.codec() == Cid.RAW) {
      placeLeaf(child, offset, growth);
    } else if (cid.codec() == Cid.DAG_PB) {
      placeNode(cid, new Place(offset, child.bytes(), depth), growth);
    } else {
      throw new BadArchiveException(
          "block %s is neither raw nor dag-pb, but 0x%x".formatted(cid, cid.codec()));
    }
  }

  private void placeLeaf(Child child, long offset, Growth growth) throws BadArchiveException {
    if (child.bytes() > MAX_LEAF_BYTES) {
      throw new BadArchiveException(
          "leaf %s has %d bytes; at most %d are taken"
              .formatted(child.cid(), child.bytes(), MAX_LEAF_BYTES));
    }
    ArchiveLeaf leaf = new ArchiveLeaf(child.cid(), offset, (int) child.bytes());
    leaves.put(offset, leaf);
    List<ArchiveLeaf> same = missingLeaves.computeIfAbsent(child.cid(), c -> new ArrayList<>());
    if (same.isEmpty()) {
      growth.leaves().add(leaf);
    }
    same.add(leaf);
  }

  private void placeNode(Cid cid, Place place, Growth growth) {
    List<Place> same = missingNodes.computeIfAbsent(cid, c -> new ArrayList<>());
    if (same.isEmpty()) {
      growth.nodes().add(cid);
    }
    same.add(place);
  }

  /** Where a leaf that is wanted belongs: at one place at least; none if it is not wanted. */
  List<ArchiveLeaf> places(Cid cid) {
    return missingLeaves.getOrDefault(cid, List.of());
  }

  /** The leaf is in its places. */
  void finished(Cid leaf) {
    missingLeaves.remove(leaf);
  }

  /** The leaf that begins here, if it is known. */
  Optional<ArchiveLeaf> leafAt(long offset) {
    return Optional.ofNullable(leaves.get(offset));
  }

  /** Whether a known leaf is in its places. */
  boolean isFinished(ArchiveLeaf leaf) {
    return !missingLeaves.containsKey(leaf.cid());
  }
}
