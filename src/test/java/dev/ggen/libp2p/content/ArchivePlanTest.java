package dev.ggen.libp2p.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.content.ArchivePlan.Child;
import dev.ggen.libp2p.content.ArchivePlan.Growth;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.Multihash;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArchivePlanTest {
  private static final int MIB = 1 << 20;

  private static Cid raw(int n) {
    return Cid.v1(Cid.RAW, Multihash.sha256(Bytes.of(n & 0xff, n >> 8 & 0xff, n >> 16)));
  }

  private static Cid node(int n) {
    return Cid.v1(Cid.DAG_PB, Multihash.sha256(Bytes.of(n)));
  }

  private static Child leaf(int n, long bytes) {
    return new Child(raw(n), bytes);
  }

  @Test
  void aRawRootIsTheOnlyLeaf() throws Exception {
    ArchivePlan plan = new ArchivePlan(raw(1), 20_000);

    assertThat(plan.missingNodes()).isEmpty();
    assertThat(plan.missingLeaves()).containsExactly(new ArchiveLeaf(raw(1), 0, 20_000));
    assertThat(plan.isComplete()).isFalse();
    plan.finished(raw(1));
    assertThat(plan.isComplete()).isTrue();
  }

  @Test
  void anEmptyArchiveHasOneLeafOfNothing() throws Exception {
    assertThat(new ArchivePlan(raw(1), 0).missingLeaves())
        .containsExactly(new ArchiveLeaf(raw(1), 0, 0));
  }

  @Test
  void leavesOfTwoLayersStandOneAfterTheOther() throws Exception {
    ArchivePlan plan = new ArchivePlan(node(0), 2 * MIB + 3);

    Growth first = plan.node(node(0), List.of(new Child(node(1), 2 * MIB), new Child(node(2), 3)));
    assertThat(first.nodes()).containsExactly(node(1), node(2));
    assertThat(first.leaves()).isEmpty();
    assertThat(plan.node(node(2), List.of(leaf(3, 3))).leaves())
        .containsExactly(new ArchiveLeaf(raw(3), 2 * MIB, 3));
    plan.node(node(1), List.of(leaf(1, MIB), leaf(2, MIB)));

    assertThat(plan.missingLeaves())
        .extracting(ArchiveLeaf::offset)
        .containsExactly(0L, (long) MIB, 2L * MIB);
    assertThat(plan.leafAt(MIB)).contains(new ArchiveLeaf(raw(2), MIB, MIB));
    assertThat(plan.leafAt(5)).isEmpty();
  }

  @Test
  void aLeafThatRepeatsIsWantedOnceAndHasAllItsPlaces() throws Exception {
    ArchivePlan plan = new ArchivePlan(node(0), 3 * MIB);

    Growth growth = plan.node(node(0), List.of(leaf(1, MIB), leaf(2, MIB), leaf(1, MIB)));

    assertThat(growth.leaves()).extracting(ArchiveLeaf::cid).containsExactly(raw(1), raw(2));
    assertThat(plan.places(raw(1))).extracting(ArchiveLeaf::offset).containsExactly(0L, 2L * MIB);
    plan.finished(raw(1));
    assertThat(plan.places(raw(1))).isEmpty();
    assertThat(plan.missingLeaves()).extracting(ArchiveLeaf::cid).containsExactly(raw(2));
  }

  @Test
  void aNodeThatRepeatsIsWantedOnce() throws Exception {
    ArchivePlan plan = new ArchivePlan(node(0), 4 * MIB);

    Growth growth =
        plan.node(node(0), List.of(new Child(node(1), 2 * MIB), new Child(node(1), 2 * MIB)));
    assertThat(growth.nodes()).containsExactly(node(1));
    plan.node(node(1), List.of(leaf(1, MIB), leaf(2, MIB)));

    assertThat(plan.places(raw(2)))
        .extracting(ArchiveLeaf::offset)
        .containsExactly((long) MIB, 3L * MIB);
  }

  @Test
  void aNodeThatNobodyWantsChangesNothing() throws Exception {
    ArchivePlan plan = new ArchivePlan(node(0), MIB);

    assertThat(plan.node(node(7), List.of(leaf(1, 1))).leaves()).isEmpty();
    assertThat(plan.missingNodes()).containsExactly(node(0));
  }

  @Test
  void sizesThatDoNotAddUpAreRefused() throws Exception {
    for (List<Child> children :
        List.of(
            List.<Child>of(),
            List.of(leaf(1, MIB - 1)),
            List.of(leaf(1, MIB), leaf(2, 1)),
            List.of(leaf(1, MIB), leaf(2, 0)),
            List.of(leaf(1, MIB + 1), leaf(2, -1)),
            List.of(leaf(1, Long.MAX_VALUE), leaf(2, Long.MAX_VALUE)))) {
      ArchivePlan plan = new ArchivePlan(node(0), MIB);
      assertThatThrownBy(() -> plan.node(node(0), children))
          .isInstanceOf(BadArchiveException.class)
          .hasMessageContaining(node(0).toString());
    }
  }

  @Test
  void aNodeThatRefersToItselfEndsAtTheGreatestDepth() throws Exception {
    ArchivePlan plan = new ArchivePlan(node(0), MIB);

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1_000; i++) {
                plan.node(node(0), List.of(new Child(node(0), MIB)));
              }
            })
        .isInstanceOf(BadArchiveException.class)
        .hasMessageContaining("more than 8 layers");
  }

  @Test
  void asManyLayersAsAreAllowedAreTaken() throws Exception {
    ArchivePlan plan = new ArchivePlan(node(0), MIB);
    for (int depth = 0; depth < ArchivePlan.MAX_DEPTH - 1; depth++) {
      plan.node(node(depth), List.of(new Child(node(depth + 1), MIB)));
    }

    plan.node(node(ArchivePlan.MAX_DEPTH - 1), List.of(leaf(1, MIB)));

    assertThat(plan.missingLeaves()).containsExactly(new ArchiveLeaf(raw(1), 0, MIB));
  }

  @Test
  void asManyBlocksAsSuitTheSizeAreTakenAndNotOneMore() throws Exception {
    int max = ArchivePlan.SPARE_BLOCKS; // of an archive below the mean, with its root
    List<Child> fits = IntStream.range(0, max - 1).mapToObj(n -> leaf(n, 1)).toList();
    List<Child> oneMore = IntStream.range(0, max).mapToObj(n -> leaf(n, 1)).toList();

    assertThat(new ArchivePlan(node(0), max - 1).node(node(0), fits).leaves()).hasSize(max - 1);
    assertThatThrownBy(() -> new ArchivePlan(node(0), max).node(node(0), oneMore))
        .isInstanceOf(BadArchiveException.class)
        .hasMessageContaining("more than 64 blocks");
  }

  @Test
  void aMillionLinksAreRefused() throws Exception {
    List<Child> children = Collections.nCopies(1_000_000, leaf(1, 1));

    assertThatThrownBy(() -> new ArchivePlan(node(0), 1_000_000).node(node(0), children))
        .isInstanceOf(BadArchiveException.class);
  }

  @Test
  void aLeafMayBeAsLargeAsBitswapCarriesAndNoLarger() throws Exception {
    int max = ArchivePlan.MAX_LEAF_BYTES;
    assertThat(new ArchivePlan(raw(1), max).missingLeaves()).hasSize(1);
    assertThatThrownBy(() -> new ArchivePlan(raw(1), max + 1))
        .isInstanceOf(BadArchiveException.class)
        .hasMessageContaining("at most 2097152");
  }

  @Test
  void otherHashesAndCodecsAreRefused() {
    Cid identity = Cid.v1(Cid.RAW, Multihash.identity(Bytes.of(1)));
    Cid key = Cid.v1(Cid.LIBP2P_KEY, Multihash.sha256(Bytes.of(1)));

    assertThatThrownBy(() -> new ArchivePlan(identity, 1))
        .isInstanceOf(BadArchiveException.class)
        .hasMessageContaining("function 0x0");
    assertThatThrownBy(() -> new ArchivePlan(key, 1))
        .isInstanceOf(BadArchiveException.class)
        .hasMessageContaining("0x72");
  }
}
