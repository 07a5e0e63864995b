package dev.ggen.registry.p2p.reconcile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A part of a {@link FingerprintTree}: a leaf as long as its hashes fit into one, else a branch, so
 * that the same hashes always make the same tree. Never changes. The depth is how many half bytes
 * all hashes below a node have in common.
 */
sealed interface TreeNode {
  /** Copying a leaf must be cheap, and so must the nodes of many leaves. */
  int MAX_LEAF = 64;

  TreeNode EMPTY = new Leaf(new long[0], ItemHash.ZERO);

  int count();

  ItemHash sum();

  TreeNode with(ItemHash hash, int depth);

  TreeNode without(ItemHash hash, int depth);

  int rank(ItemHash hash, int depth);

  ItemHash at(int position);

  ItemHash sumOfFirst(int count);

  /** Adds those from one position to before another, both within this node. */
  void collect(int from, int to, List<ItemHash> found);

  /** Hashes in order, four words each: half as big as objects. */
  final class Leaf implements TreeNode {
    private static final int WORDS = 4;

    private final long[] words;
    private final ItemHash sum;

    Leaf(long[] words, ItemHash sum) {
      this.words = words;
      this.sum = sum;
    }

    static TreeNode of(List<ItemHash> sorted) {
      long[] words = new long[sorted.size() * WORDS];
      ItemHash sum = ItemHash.ZERO;
      for (int i = 0; i < sorted.size(); i++) {
        put(words, i, sorted.get(i));
        sum = sum.plus(sorted.get(i));
      }
      return new Leaf(words, sum);
    }

    private static void put(long[] words, int position, ItemHash hash) {
      words[position * WORDS] = hash.first();
      words[position * WORDS + 1] = hash.second();
      words[position * WORDS + 2] = hash.third();
      words[position * WORDS + 3] = hash.fourth();
    }

    @Override
    public int count() {
      return words.length / WORDS;
    }

    @Override
    public ItemHash sum() {
      return sum;
    }

    @Override
    public ItemHash at(int position) {
      int i = position * WORDS;
      return new ItemHash(words[i], words[i + 1], words[i + 2], words[i + 3]);
    }

    @Override
    public int rank(ItemHash hash, int depth) {
      int low = 0;
      int high = count();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (at(middle).compareTo(hash) < 0) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    private boolean has(ItemHash hash, int rank) {
      return rank < count() && at(rank).equals(hash);
    }

    @Override
    public TreeNode with(ItemHash hash, int depth) {
      int rank = rank(hash, depth);
      if (has(hash, rank)) {
        return this;
      }
      if (count() == MAX_LEAF) {
        return Branch.of(this, depth).with(hash, depth);
      }
      long[] grown = Arrays.copyOf(words, words.length + WORDS);
      int at = rank * WORDS;
      System.arraycopy(words, at, grown, at + WORDS, words.length - at);
      put(grown, rank, hash);
      return new Leaf(grown, sum.plus(hash));
    }

    @Override
    public TreeNode without(ItemHash hash, int depth) {
      int rank = rank(hash, depth);
      if (!has(hash, rank)) {
        return this;
      }
      long[] left = Arrays.copyOf(words, words.length - WORDS);
      int at = rank * WORDS;
      System.arraycopy(words, at + WORDS, left, at, left.length - at);
      return new Leaf(left, sum.plus(hash.negated()));
    }

    @Override
    public ItemHash sumOfFirst(int count) {
      if (count == count()) {
        return sum;
      }
      ItemHash partial = ItemHash.ZERO;
      for (int i = 0; i < count; i++) {
        partial = partial.plus(at(i));
      }
      return partial;
    }

    @Override
    public void collect(int from, int to, List<ItemHash> found) {
      for (int i = from; i < to; i++) {
        found.add(at(i));
      }
    }
  }

  /** Sixteen nodes, by the half byte at this one's depth. */
  final class Branch implements TreeNode {
    private static final int WIDTH = 16;

    private final TreeNode[] children;
    private final int count;
    private final ItemHash sum;

    Branch(TreeNode[] children, int count, ItemHash sum) {
      this.children = children;
      this.count = count;
      this.sum = sum;
    }

    static Branch of(Leaf leaf, int depth) {
      TreeNode[] children = new TreeNode[WIDTH];
      Arrays.fill(children, EMPTY);
      for (int i = 0; i < leaf.count(); i++) {
        ItemHash hash = leaf.at(i);
        int branch = hash.nibble(depth);
        children[branch] = children[branch].with(hash, depth + 1);
      }
      return new Branch(children, leaf.count(), leaf.sum());
    }

    @Override
    public int count() {
      return count;
    }

    @Override
    public ItemHash sum() {
      return sum;
    }

    @Override
    public TreeNode with(ItemHash hash, int depth) {
      int branch = hash.nibble(depth);
      TreeNode changed = children[branch].with(hash, depth + 1);
      return changed == children[branch]
          ? this
          : new Branch(replaced(branch, changed), count + 1, sum.plus(hash));
    }

    @Override
    public TreeNode without(ItemHash hash, int depth) {
      int branch = hash.nibble(depth);
      TreeNode changed = children[branch].without(hash, depth + 1);
      if (changed == children[branch]) {
        return this;
      }
      TreeNode left = new Branch(replaced(branch, changed), count - 1, sum.plus(hash.negated()));
      return left.count() > MAX_LEAF ? left : merged(left);
    }

    private static TreeNode merged(TreeNode node) {
      List<ItemHash> all = new ArrayList<>(node.count());
      node.collect(0, node.count(), all);
      return Leaf.of(all);
    }

    private TreeNode[] replaced(int branch, TreeNode changed) {
      TreeNode[] copy = children.clone();
      copy[branch] = changed;
      return copy;
    }

    @Override
    public int rank(ItemHash hash, int depth) {
      int branch = hash.nibble(depth);
      int smaller = 0;
      for (int i = 0; i < branch; i++) {
        smaller += children[i].count();
      }
      return smaller + children[branch].rank(hash, depth + 1);
    }

    @Override
    public ItemHash at(int position) {
      int left = position;
      for (TreeNode child : children) {
        if (left < child.count()) {
          return child.at(left);
        }
        left -= child.count();
      }
      throw new IndexOutOfBoundsException(position);
    }

    @Override
    public ItemHash sumOfFirst(int wanted) {
      if (wanted == count) {
        return sum;
      }
      ItemHash partial = ItemHash.ZERO;
      int left = wanted;
      for (TreeNode child : children) {
        if (left < child.count()) {
          return partial.plus(child.sumOfFirst(left));
        }
        partial = partial.plus(child.sum());
        left -= child.count();
      }
      return partial;
    }

    @Override
    public void collect(int from, int to, List<ItemHash> found) {
      int start = 0;
      for (TreeNode child : children) {
        int end = start + child.count();
        if (from < end && to > start) {
          child.collect(Math.max(from, start) - start, Math.min(to, end) - start, found);
        }
        start = end;
      }
    }
  }
}
