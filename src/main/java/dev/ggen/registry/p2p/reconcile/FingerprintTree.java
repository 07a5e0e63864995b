package dev.ggen.registry.p2p.reconcile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * A set of hashes that grows and shrinks, whose ranges can be summed in logarithmic time: a trie
 * with 16 branches, whose nodes know how many hashes are below them and their sum. Nodes never
 * change, so that {@link #snapshot} costs nothing and a change copies only what leads to it.
 *
 * <p>100,000 hashes take about four megabytes. Safe for any number of threads: they take turns to
 * change it, and see whole changes only.
 */
public final class FingerprintTree {
  /** Changed under the lock of this, read by anybody. */
  private volatile TreeNode root = TreeNode.EMPTY;

  /** A tree with some hashes. */
  public static FingerprintTree of(Collection<ItemHash> hashes) {
    FingerprintTree tree = new FingerprintTree();
    hashes.forEach(tree::add);
    return tree;
  }

  /** Adds a hash; false if it was there. */
  public synchronized boolean add(ItemHash hash) {
    TreeNode before = root;
    root = before.with(hash, 0);
    return root.count() > before.count();
  }

  /** Takes a hash away; false if it was not there. */
  public synchronized boolean remove(ItemHash hash) {
    TreeNode before = root;
    root = before.without(hash, 0);
    return root.count() < before.count();
  }

  /** How many there are. */
  public int size() {
    return root.count();
  }

  /** What is in it now, whatever changes later. */
  public RecordSet snapshot() {
    return new Snapshot(root);
  }

  private record Snapshot(TreeNode root) implements RecordSet {
    @Override
    public int size() {
      return root.count();
    }

    @Override
    public int rank(ItemHash hash) {
      return root.rank(hash, 0);
    }

    @Override
    public ItemHash at(int position) {
      Objects.checkIndex(position, size());
      return root.at(position);
    }

    @Override
    public ItemHash sum(int from, int to) {
      Objects.checkFromToIndex(from, to, size());
      return root.sumOfFirst(to).plus(root.sumOfFirst(from).negated());
    }

    @Override
    public List<ItemHash> list(int from, int to) {
      Objects.checkFromToIndex(from, to, size());
      List<ItemHash> found = new ArrayList<>(to - from);
      root.collect(from, to, found);
      return found;
    }

    @Override
    public String toString() {
      return size() + " hashes";
    }
  }
}
