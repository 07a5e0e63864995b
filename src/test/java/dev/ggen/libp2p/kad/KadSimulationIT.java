package dev.ggen.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** 300 nodes: whole ones on the memory transport, and modelled ones in virtual time. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class KadSimulationIT {
  private static final int NODES = 300;
  private static final double NEARLY_ALL = 0.99;
  private static final double MOST = 0.95;

  @Test
  void wholeNodesFindWhatIsProvided() throws Exception {
    long seed = System.nanoTime();
    KadSimulation simulation = new KadSimulation(NODES, seed, System.out);
    List<LookupResult> results;
    try {
      results = simulation.run(NODES);
    } finally {
      simulation.close();
    }

    assertThat(results).hasSize(6);
    for (LookupResult result : results) {
      double wanted = result.name().contains("nodes go") ? MOST : NEARLY_ALL;
      assertThat(result.rate()).as("seed %s: %s", seed, result).isGreaterThanOrEqualTo(wanted);
    }
    LookupResult slow = results.get(1);
    assertThat(slow.name()).contains("100 ms");
    assertThat(slow.p50()).as("seed %s: %s", seed, slow).isLessThan(Duration.ofMillis(600));
    assertThat(slow.p95()).as("seed %s: %s", seed, slow).isLessThan(Duration.ofMillis(1_500));
  }

  @Test
  void modelledNodesFindWhatIsProvidedOverHours() {
    long seed = System.nanoTime();
    List<LookupResult> results = new KadModel(seed, System.out).run(NODES);

    assertThat(results).hasSize(5);
    for (LookupResult result : results) {
      double wanted = result.name().contains("replaced") ? MOST : NEARLY_ALL;
      assertThat(result.rate()).as("seed %s: %s", seed, result).isGreaterThanOrEqualTo(wanted);
      assertThat(result.p50()).as("seed %s: %s", seed, result).isLessThan(Duration.ofMillis(600));
      assertThat(result.p95()).as("seed %s: %s", seed, result).isLessThan(Duration.ofMillis(1_500));
    }
  }
}
