package dev.ggen.libp2p.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.MultiformatException;

/** Whatever the bytes, they are a key that comes back the same, or refused. */
class KeyFuzzTest {
  @FuzzTest
  void anyBytesAreAPublicKeyOrRefused(byte[] content) {
    Bytes bytes = Bytes.copyOf(content);
    try {
      PublicKey key = PublicKey.decode(bytes);
      assertThat(key.encode()).isEqualTo(bytes);
      assertThat(key.verify(bytes, bytes)).isFalse();
    } catch (MultiformatException e) {
      assertThat(e).message().isNotBlank();
    }
  }

  @FuzzTest
  void anyBytesAreAPrivateKeyOrRefused(byte[] content) {
    try {
      PrivateKey key = PrivateKey.decode(Bytes.copyOf(content));
      assertThat(PrivateKey.decode(key.encode()).publicKey()).isEqualTo(key.publicKey());
    } catch (MultiformatException e) {
      assertThat(e).message().isNotBlank();
    }
  }
}
