package dev.ggen.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Whatever the bytes or the text, it is an id that comes back the same, or refused. */
class CidFuzzTest {
  @FuzzTest
  void anyBytesAreDecodedOrRefused(byte[] content) {
    Bytes bytes = Bytes.copyOf(content);
    check(() -> assertThat(Cid.decode(bytes).encode()).isEqualTo(bytes));
    check(() -> assertThat(Multihash.decode(bytes).encode()).isEqualTo(bytes));
    check(() -> {
      PeerId peer = PeerId.decode(bytes);
      assertThat(peer.bytes()).isEqualTo(bytes);
      assertThat(PeerId.parse(peer.toString())).isEqualTo(peer);
      assertThat(PeerId.parse(peer.toCid().toString())).isEqualTo(peer);
    });
  }

  @FuzzTest
  void anyTextIsReadOrRefused(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    check(() -> {
      Bytes bytes = Multibase.decode(text);
      assertThat(Multibase.decode(Multibase.of(text).encode(bytes))).isEqualTo(bytes);
    });
    check(() -> {
      Cid cid = Cid.parse(text);
      assertThat(Cid.parse(cid.toString())).isEqualTo(cid);
    });
    check(() -> {
      PeerId peer = PeerId.parse(text);
      assertThat(PeerId.parse(peer.toString())).isEqualTo(peer);
    });
  }

  private static void check(Runnable readsAndCompares) {
    try {
      readsAndCompares.run();
    } catch (MultiformatException e) {
      assertThat(e).message().isNotBlank();
    }
  }
}
