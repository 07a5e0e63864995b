package dev.ggen.libp2p.gossipsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A network of 100 nodes in virtual time keeps to its figures; its output tells the seed. */
class GossipModelIT {
  private static final int NODES = 100;
  private static final long SEED = System.nanoTime();

  private static List<GossipModel.Report> reports = List.of();

  @BeforeAll
  static void run() {
    reports =
        GossipModel.run(
            List.of(
                GossipModel.noFaults(),
                GossipModel.lossAndChurn(),
                GossipModel.loudSybils(),
                GossipModel.silentSybilsWatched()),
            NODES,
            SEED,
            System.out);
  }

  @Test
  void withoutFaultsEveryNodeGetsEveryMessageOnceAndSoon() {
    GossipModel.Report report = reports.get(0);

    assertThat(report.delivery()).as(report.toString()).isEqualTo(1);
    assertThat(report.p99Millis()).as(report.toString()).isLessThanOrEqualTo(600);
  }

  @Test
  void aNodeGetsThreeCopiesOfAMessageAtMost() {
    assertThat(reports.get(0).copies()).as("seed %d", SEED).isLessThanOrEqualTo(3);
  }

  @Test
  void nothingIsDeliveredTwice() {
    assertThat(reports).allSatisfy(report -> assertThat(report.twice()).isZero());
  }

  @Test
  void lossAndChurnCostAtMostOneDeliveryInAThousand() {
    GossipModel.Report report = reports.get(1);

    assertThat(report.delivery()).as(report.toString()).isGreaterThanOrEqualTo(0.999);
  }

  @Test
  void sybilsThatDoAllTheyCanAreGraylistedByAllAndHinderNobody() {
    GossipModel.Report report = reports.get(2);

    assertThat(report.delivery()).as(report.toString()).isGreaterThanOrEqualTo(0.99);
    assertThat(report.sybilLinks()).as(report.toString()).isPositive();
    assertThat(report.graylisted()).as(report.toString()).isEqualTo(report.sybilLinks());
  }

  @Test
  void sybilsThatKeepEverythingForThemselvesAreFoundOutWhereDeliveriesAreExpected() {
    GossipModel.Report report = reports.get(3);

    assertThat(report.delivery()).as(report.toString()).isGreaterThanOrEqualTo(0.99);
    // Those for whom no mesh had room have done no harm, and are not judged.
    assertThat(report.graylisted())
        .as(report.toString())
        .isGreaterThanOrEqualTo(report.sybilLinks() * 2 / 3);
  }
}
