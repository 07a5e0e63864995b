package dev.ggen.libp2p.gossipsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** 100 whole nodes: everybody gets everything, once. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class GossipSimulationIT {
  @Test
  void everybodyGetsEverythingOnce() throws Exception {
    GossipSimulation.Outcome outcome =
        GossipSimulation.run(100, 100, System.nanoTime(), System.out);
    assertThat(outcome.delivered()).as(outcome.toString()).isEqualTo(100L * 99);
    assertThat(outcome.twice()).isZero();
  }
}
