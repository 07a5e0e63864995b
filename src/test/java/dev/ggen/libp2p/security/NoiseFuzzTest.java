package dev.ggen.libp2p.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.transport.Duplexes;
import java.io.IOException;
import java.util.List;

/** Whatever a peer says instead of a handshake, it is refused, and nothing hangs. */
class NoiseFuzzTest {
  private static final NoiseSecurity NOISE =
      new NoiseSecurity(PrivateKey.generate(), List.of("/yamux/1.0.0"));

  @FuzzTest
  void anyBytesAreNoHandshake(byte[] content) throws IOException {
    try (Duplexes raw = Duplexes.create()) {
      raw.dialled().write(content);
      raw.dialled().closeWrite();
      SecureChannel channel = NOISE.respond(raw.accepted());
      throw new AssertionError("secured with " + channel.remotePeer());
    } catch (IOException e) {
      assertThat(e).isNotNull();
    }
  }

  @FuzzTest
  void anyBytesAreAPayloadOrRefused(byte[] content) throws IOException {
    try {
      HandshakePayload payload = HandshakePayload.decode(content);
      assertThat(HandshakePayload.decode(payload.encode())).isEqualTo(payload);
    } catch (HandshakeException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }
}
