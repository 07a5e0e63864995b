package dev.ggen.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The model of a network, small enough for every build; its output tells the seed. */
class KadModelTest {
  @Test
  void whatIsProvidedIsFoundByAlmostAllWhateverHappens() {
    long seed = System.nanoTime();

    List<LookupResult> results = new KadModel(seed, System.out).run(100);

    assertThat(results)
        .hasSize(5)
        .allSatisfy(result ->
            assertThat(result.rate()).as("seed %s: %s", seed, result).isGreaterThanOrEqualTo(0.95));
  }
}
