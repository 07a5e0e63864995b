package dev.ggen.registry.p2p.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ggen.libp2p.transport.ProtocolViolationException;

/** Whatever a peer sends is a message, which can be sent on, or refused. */
class MessagesFuzzTest {
  @FuzzTest
  void anyBytesAreAMessageOrRefused(byte[] content) {
    requireReadableOrRefused(content, "fuzzed");
  }

  static void requireReadableOrRefused(byte[] content, String description) {
    try {
      Request request = RequestCodec.decode(content);
      assertThat(RequestCodec.decode(RequestCodec.encode(request).toByteArray()))
          .as(description)
          .isEqualTo(request);
    } catch (ProtocolViolationException e) {
      assertThat(e).as(description).hasMessageStartingWith("registry: ");
    }
    try {
      Response response = ResponseCodec.decode(content);
      assertThat(ResponseCodec.decode(ResponseCodec.encode(response).toByteArray()))
          .as(description)
          .isEqualTo(response);
    } catch (ProtocolViolationException e) {
      assertThat(e).as(description).hasMessageStartingWith("registry: ");
    }
  }
}
