package dev.ggen.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Whatever bytes or text come, they are read and written the same again, or refused. */
class MultiformatsFuzzTest {
  @FuzzTest
  void anyBytesAreReadOrRefused(byte[] content) {
    Bytes bytes = Bytes.copyOf(content);
    orRefused(() -> assertThat(Multihash.decode(bytes).encode()).isEqualTo(bytes));
    orRefused(() -> assertThat(Cid.decode(bytes).encode()).isEqualTo(bytes));
    orRefused(() -> assertThat(PeerId.decode(bytes).bytes()).isEqualTo(bytes));
    orRefused(() -> {
      Multiaddr address = Multiaddr.decode(bytes);
      assertThat(address.bytes()).isEqualTo(bytes);
      assertThat(Multiaddr.parse(address.toString())).isEqualTo(address);
    });
  }

  @FuzzTest
  void anyTextIsReadOrRefused(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    orRefused(() -> assertThat(Multibase.of(text).encode(Multibase.decode(text))).isNotEmpty());
    orRefused(() -> assertThat(Cid.parse(Cid.parse(text).toString())).isEqualTo(Cid.parse(text)));
    orRefused(() ->
        assertThat(PeerId.parse(PeerId.parse(text).toString())).isEqualTo(PeerId.parse(text)));
    orRefused(() -> {
      Multiaddr address = Multiaddr.parse(text);
      assertThat(Multiaddr.decode(address.bytes())).isEqualTo(address);
      assertThat(Multiaddr.parse(address.toString())).isEqualTo(address);
    });
  }

  private static void orRefused(Runnable reading) {
    try {
      reading.run();
    } catch (MultiformatException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }
}
