package dev.ggen.libp2p.negotiate;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ggen.libp2p.transport.Duplexes;
import java.io.IOException;
import java.util.List;

/** Whatever a peer proposes or answers, there is an agreement or an error. */
class NegotiationFuzzTest {
  @FuzzTest
  void anyBytesAreAnswered(byte[] content) throws IOException {
    try (Duplexes raw = Duplexes.create()) {
      raw.dialled().write(content);
      raw.dialled().closeWrite();
      assertThat(Negotiation.answer(raw.accepted(), "/a"::equals)).isEqualTo("/a");
    } catch (IOException e) {
      assertThat(e).isNotNull();
    }
  }

  @FuzzTest
  void anyAnswerIsUnderstoodOrRefused(byte[] content) throws IOException {
    try (Duplexes raw = Duplexes.create()) {
      raw.accepted().write(content);
      raw.accepted().closeWrite();
      assertThat(Negotiation.propose(raw.dialled(), List.of("/a", "/b"))).isIn("/a", "/b");
    } catch (IOException e) {
      assertThat(e).isNotNull();
    }
  }
}
