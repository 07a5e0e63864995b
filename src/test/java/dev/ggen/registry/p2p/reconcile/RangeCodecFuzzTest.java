package dev.ggen.registry.p2p.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.List;

/** Whatever a peer sends is either a message, in the one way to write it, or refused. */
class RangeCodecFuzzTest {
  @FuzzTest
  void anyBytesAreAMessageOrRefused(byte[] content) {
    requireCanonicalOrRefused(content, "fuzzed");
  }

  static void requireCanonicalOrRefused(byte[] content, String description) {
    List<Range> ranges;
    try {
      ranges = RangeCodec.decode(ByteBuffer.wrap(content));
    } catch (ReconciliationException e) {
      return;
    }
    RangeWriter again = new RangeWriter();
    ranges.forEach(again::add);
    assertThat(again.message().toByteArray()).as(description).isEqualTo(content);
  }
}
