package dev.ggen.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import java.io.IOException;
import java.util.Optional;

/** Whatever a peer sends is either a message, which can be sent on, or refused. */
class KadMessageFuzzTest {
  @FuzzTest
  void anyBytesAreAMessageOrRefused(byte[] content) throws IOException {
    Optional<KadMessage> decoded = decode(content);
    if (decoded.isPresent()) {
      KadMessage message = decoded.get();
      assertThat(message.closerPeers()).hasSizeLessThanOrEqualTo(KadMessage.MAX_PEERS);
      assertThat(message.key().size()).isLessThanOrEqualTo(KadMessage.MAX_KEY_BYTES);
      assertThat(KadMessage.decode(message.encode().toByteArray())).isEqualTo(message);
    }
  }

  private static Optional<KadMessage> decode(byte[] content) {
    try {
      return Optional.of(KadMessage.decode(content));
    } catch (ProtocolViolationException e) {
      return Optional.empty();
    }
  }
}
