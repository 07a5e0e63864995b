package dev.ggen.registry.p2p.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.multiformats.Bytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FingerprintTreeTest {
  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void sumsAreThoseOfNumbersModuloTwoToThe256() {
    List<ItemHash> edges =
        List.of(
            ItemHash.ZERO,
            new ItemHash(0, 0, 0, 1),
            new ItemHash(-1, -1, -1, -1),
            new ItemHash(0, -1, -1, -1),
            new ItemHash(1, 0, -1, 0),
            new ItemHash(Long.MIN_VALUE, 0, 0, -1));
    List<ItemHash> all = new ArrayList<>(edges);
    all.addAll(Hashes.random(50, random));
    for (ItemHash a : all) {
      for (ItemHash b : all) {
        BigInteger sum = SortedRecordSet.number(a).add(SortedRecordSet.number(b));
        assertThat(a.plus(b)).as("seed %d", seed).isEqualTo(SortedRecordSet.hash(sum));
      }
      assertThat(a.plus(a.negated())).isEqualTo(ItemHash.ZERO);
    }
  }

  @Test
  void hashesAreOrderedAsTheirBytesAre() {
    for (int i = 0; i < 200; i++) {
      ItemHash a = Hashes.random(random);
      ItemHash b = i % 2 == 0 ? Hashes.random(random) : a.plus(new ItemHash(0, 0, 0, i % 3));
      assertThat(Integer.signum(a.compareTo(b)))
          .as("seed %d", seed)
          .isEqualTo(Integer.signum(a.bytes().compareTo(b.bytes())));
      assertThat(ItemHash.of(a.bytes())).isEqualTo(a);
      int n = random.nextInt(64);
      assertThat(a.nibble(n)).isEqualTo(Character.digit(a.toString().charAt(n), 16));
    }
    assertThatThrownBy(() -> ItemHash.of(Bytes.of(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a hash has 32 bytes, not 2");
  }

  @Test
  void treeIsTheSetOfWhatWasAddedAndNotRemoved() {
    List<ItemHash> pool = Hashes.random(400, random);
    pool.addAll(Hashes.crowded(400, random));
    Set<ItemHash> expected = new HashSet<>();
    FingerprintTree tree = new FingerprintTree();
    for (int step = 0; step < 6_000; step++) {
      ItemHash hash = pool.get(random.nextInt(pool.size()));
      boolean grows = random.nextInt(6_000) > step;
      if (grows) {
        assertThat(tree.add(hash)).as("seed %d", seed).isEqualTo(expected.add(hash));
      } else {
        assertThat(tree.remove(hash)).as("seed %d", seed).isEqualTo(expected.remove(hash));
      }
      if (step % 250 == 0) {
        requireSame(tree.snapshot(), SortedRecordSet.of(expected));
      }
    }
    expected.forEach(tree::remove);
    requireSame(tree.snapshot(), SortedRecordSet.of(List.of()));
  }

  private void requireSame(RecordSet tree, SortedRecordSet expected) {
    assertThat(tree.size()).as("seed %d", seed).isEqualTo(expected.size());
    assertThat(tree.list(0, tree.size())).isEqualTo(expected.sorted());
    for (int i = 0; i < 40; i++) {
      int from = random.nextInt(tree.size() + 1);
      int to = from + random.nextInt(tree.size() - from + 1);
      assertThat(tree.sum(from, to)).as("seed %d", seed).isEqualTo(expected.sum(from, to));
      assertThat(tree.list(from, to)).isEqualTo(expected.list(from, to));
      if (from < tree.size()) {
        ItemHash hash = tree.at(from);
        assertThat(hash).isEqualTo(expected.at(from));
        assertThat(tree.rank(hash)).isEqualTo(from);
        assertThat(tree.contains(hash)).isTrue();
        ItemHash next = hash.plus(new ItemHash(0, 0, 0, 1));
        assertThat(tree.rank(next)).isEqualTo(expected.rank(next));
        assertThat(tree.contains(next)).isEqualTo(expected.contains(next));
      }
    }
  }

  @Test
  void leavesDivideWhenTheyAreFullAndMergeAgain() {
    List<ItemHash> hashes = Hashes.random(TreeNode.MAX_LEAF + 1, random);
    TreeNode node = TreeNode.EMPTY;
    for (ItemHash hash : hashes.subList(0, TreeNode.MAX_LEAF)) {
      node = node.with(hash, 0);
    }
    assertThat(node).isInstanceOf(TreeNode.Leaf.class);
    TreeNode full = node.with(hashes.getLast(), 0);
    assertThat(full).isInstanceOf(TreeNode.Branch.class);
    assertThat(full.without(hashes.getFirst(), 0)).isInstanceOf(TreeNode.Leaf.class);
  }

  @Test
  void snapshotStaysAsItWas() {
    List<ItemHash> hashes = Hashes.random(1_000, random);
    FingerprintTree tree = FingerprintTree.of(hashes);
    RecordSet before = tree.snapshot();
    ItemHash sum = before.sum(0, 1_000);
    hashes.subList(0, 900).forEach(tree::remove);
    tree.add(Hashes.random(random));
    assertThat(tree.size()).isEqualTo(101);
    assertThat(before.size()).isEqualTo(1_000);
    assertThat(before.sum(0, 1_000)).isEqualTo(sum);
    assertThat(before.contains(hashes.getFirst())).isTrue();
  }

  @Test
  void orderOfChangesDoesNotMatter() {
    List<ItemHash> hashes = Hashes.random(5_000, random);
    FingerprintTree one = FingerprintTree.of(hashes);
    Collections.shuffle(hashes, random);
    FingerprintTree other = FingerprintTree.of(hashes);
    assertThat(one.snapshot().sum(0, 5_000)).isEqualTo(other.snapshot().sum(0, 5_000));
    assertThat(one.snapshot().list(0, 5_000)).isEqualTo(other.snapshot().list(0, 5_000));
  }

  @Test
  void hundredThousandHashesTakeFewMegabytes() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    long before = runtime.totalMemory() - runtime.freeMemory();
    FingerprintTree tree = new FingerprintTree();
    for (int i = 0; i < 100_000; i++) {
      tree.add(Hashes.random(random));
    }
    System.gc();
    long bytes = runtime.totalMemory() - runtime.freeMemory() - before;
    assertThat(bytes).as("heap of a tree of %d", tree.size()).isLessThan(20_000_000);
    System.out.println("heap of a tree of " + tree.size() + ": " + bytes + " bytes");
  }

  @Test
  void positionsOutsideAreRefused() {
    RecordSet set = FingerprintTree.of(Hashes.random(3, random)).snapshot();
    assertThatThrownBy(() -> set.at(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> set.sum(0, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> set.list(2, 1)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
