package dev.ggen.libp2p.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.MultiformatException;

/** Whatever bytes come as a key, an envelope or a record, they are read or refused. */
class CryptoFuzzTest {
  @FuzzTest
  void anyBytesAreReadOrRefused(byte[] content) {
    Bytes bytes = Bytes.copyOf(content);
    orRefused(() -> {
      PublicKey key = PublicKey.decode(bytes);
      assertThat(key.encode()).isEqualTo(bytes);
      assertThat(key.verify(bytes, bytes)).isFalse();
    });
    orRefused(() -> assertThat(PrivateKey.decode(bytes).encode()).isNotNull());
    orRefused(() -> assertThat(SignedEnvelope.decode(bytes).verifies("fuzz")).isFalse());
    orRefused(() -> assertThat(PeerRecord.decode(bytes).peer()).isNotNull());
  }

  private static void orRefused(Runnable reading) {
    try {
      reading.run();
    } catch (MultiformatException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }
}
