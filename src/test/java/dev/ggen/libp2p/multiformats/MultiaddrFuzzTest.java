package dev.ggen.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Whatever the bytes or the text, it is an address in both forms, or refused. */
class MultiaddrFuzzTest {
  @FuzzTest
  void anyBytesAreDecodedOrRefused(byte[] content) {
    try {
      Bytes bytes = Bytes.copyOf(content);
      Multiaddr address = Multiaddr.decode(bytes);
      assertThat(address.bytes()).isEqualTo(bytes);
      assertThat(Multiaddr.parse(address.toString())).isEqualTo(address);
      use(address);
    } catch (MultiformatException e) {
      assertThat(e).message().isNotBlank();
    }
  }

  @FuzzTest
  void anyTextIsReadOrRefused(byte[] content) {
    try {
      Multiaddr address = Multiaddr.parse(new String(content, StandardCharsets.UTF_8));
      assertThat(Multiaddr.parse(address.toString())).isEqualTo(address);
      assertThat(Multiaddr.decode(address.bytes())).isEqualTo(address);
      use(address);
    } catch (MultiformatException e) {
      assertThat(e).message().isNotBlank();
    }
  }

  private static void use(Multiaddr address) {
    assertThat(address.startsWith(address.withoutPeerId())).isTrue();
    address.ip().ifPresent(ip -> assertThat(ip.getAddress().length).isIn(4, 16));
    address.peerId().ifPresent(peer -> assertThat(address.withPeerId(peer)).isSameAs(address));
  }
}
