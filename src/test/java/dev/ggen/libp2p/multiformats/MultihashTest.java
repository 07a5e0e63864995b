package dev.ggen.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultihashTest {
  /** The test vectors of the specification that are not truncated. */
  @ParameterizedTest
  @CsvFileSource(resources = "/dev/ggen/libp2p/multiformats/multihash.csv")
  void vectorsAreHashedAndDecoded(String function, String text, String encoded) {
    Bytes bytes = Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
    Multihash hash =
        function.equals("sha2-256") ? Multihash.sha256(bytes) : Multihash.sha512(bytes);

    assertThat(hash.encode().hex()).isEqualTo(encoded);
    assertThat(Multihash.decode(Bytes.fromHex(encoded))).isEqualTo(hash);
  }

  @Test
  void everyCutAndEveryRestIsRefused() {
    Bytes encoded = Multihash.sha256(Bytes.EMPTY).encode();
    for (int cut = 0; cut < encoded.size(); cut++) {
      refuse(encoded.slice(0, cut));
    }
    refuse(Bytes.concat(encoded, Bytes.of(0)));
  }

  /** A digest of the wrong length, a length far beyond the bytes, and a varint too long. */
  @ParameterizedTest
  @ValueSource(strings = {"120100", "13200000", "11ffffffff0f00", "80000100"})
  void malformedOnesAreRefused(String hex) {
    refuse(Bytes.fromHex(hex));
  }

  @Test
  void unknownFunctionsAreCarriedAlong() {
    Bytes encoded = Bytes.fromHex("a0e40203010203");

    assertThat(Multihash.decode(encoded)).isEqualTo(new Multihash(0xb220, Bytes.of(1, 2, 3)));
    assertThat(Multihash.decode(encoded).encode()).isEqualTo(encoded);
  }

  @Test
  void digestsAreBounded() {
    Bytes largest = Bytes.copyOf(new byte[Multihash.MAX_DIGEST_BYTES]);

    assertThat(Multihash.decode(Multihash.identity(largest).encode()).digest()).isEqualTo(largest);
    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() -> Multihash.identity(Bytes.concat(largest, Bytes.of(0))));
  }

  private static void refuse(Bytes bytes) {
    assertThatExceptionOfType(MultiformatException.class).isThrownBy(() -> Multihash.decode(bytes));
  }
}
