package dev.ggen.libp2p.identify;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import java.io.IOException;

/** Whatever a peer says of itself, it is understood or refused. */
class IdentifyFuzzTest {
  @FuzzTest
  void anyBytesAreReadOrRefused(byte[] content) throws IOException {
    try {
      IdentifyMessage message = IdentifyMessage.decode(content);
      assertThat(IdentifyMessage.decode(message.encode())).isEqualTo(message);
    } catch (ProtocolViolationException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }
}
