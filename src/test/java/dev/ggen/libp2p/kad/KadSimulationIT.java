package dev.ggen.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * 300 nodes: whole ones on the memory transport, and modelled ones in virtual time. Only the latter
 * are held to times: whole ones share the cores of the machine with all that they encrypt.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class KadSimulationIT {
  private static final int NODES = 300;
  private static final double NEARLY_ALL = 0.99;
  private static final double MOST = 0.95;

  @Test
  void wholeNodesFindWhatIsProvided() throws Exception {
    long seed = System.nanoTime();
    KadSimulation simulation = new KadSimulation(NODES, seed, System.out);
    List<KadSimulation.Result> results;
    try {
      results = simulation.run(NODES);
    } finally {
      simulation.close();
    }

    assertThat(results).hasSize(6);
    for (KadSimulation.Result result : results) {
      double wanted = result.name().contains("nodes go") ? MOST : NEARLY_ALL;
      assertThat(result.rate()).as("seed %s: %s", seed, result).isGreaterThanOrEqualTo(wanted);
    }
  }

  @Test
  void modelledNodesFindWhatIsProvidedOverHours() {
    long seed = System.nanoTime();
    List<KadModel.Result> results = new KadModel(seed, System.out).run(NODES);

    assertThat(results).hasSize(5);
    for (KadModel.Result result : results) {
      double wanted = result.name().contains("replaced") ? MOST : NEARLY_ALL;
      assertThat(result.rate()).as("seed %s: %s", seed, result).isGreaterThanOrEqualTo(wanted);
      assertThat(result.p50()).as("seed %s: %s", seed, result).isLessThan(Duration.ofMillis(600));
      assertThat(result.p95()).as("seed %s: %s", seed, result).isLessThan(Duration.ofMillis(1_500));
    }
  }
}
