package dev.ggen.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultibaseTest {
  /** The test vectors of the specification. */
  @ParameterizedTest
  @CsvFileSource(resources = "/dev/ggen/libp2p/multiformats/multibase.csv")
  void vectorsAreDecodedAndEncoded(String hex, String text, boolean canonical) {
    Bytes bytes = Bytes.fromHex(hex);

    assertThat(Multibase.decode(text)).isEqualTo(bytes);
    if (canonical) {
      assertThat(Multibase.of(text).encode(bytes)).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anyBytesComeBack(Multibase base) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int size = 0; size < 80; size++) {
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      String text = base.encode(Bytes.copyOf(bytes));

      assertThat(text.charAt(0)).isEqualTo(base.prefix());
      assertThat(Multibase.decode(text)).as("seed %s", seed).isEqualTo(Bytes.copyOf(bytes));
    }
  }

  /** Odd digits, stray bits, foreign digits and wrong padding: RFC 4648, sections 3.2 to 3.5. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x00",
        "f0",
        "f0g",
        "ba",
        "bab",
        "bb1",
        "bpfsxgidnmfxgsib\u0131",
        "b\u212a",
        "cab4wk4zanvqw42jaee",
        "cab4wk4zanvqw42jaee=====",
        "cab4wk4zanvqw42jaee=======",
        "c=",
        "u_",
        "uAB",
        "uAA==",
        "u+A",
        "m-A",
        "MAA=",
        "MAA===",
        "MA=A=",
        "z0",
        "zl",
        "k-"
      })
  void malformedTextIsRefused(String text) {
    assertThatExceptionOfType(MultiformatException.class).isThrownBy(() -> Multibase.decode(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"z", "k"})
  void textOfQuadraticCostIsBounded(String prefix) {
    String longest = "a".repeat(BaseN.MAX_CHARS);

    assertThat(Multibase.decode(prefix + longest).size()).isGreaterThan(600);
    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() -> Multibase.decode(prefix + longest + "a"))
        .withMessageContaining("at most 1024");
  }

  @Test
  void emptyBytesAreOnlyThePrefix() {
    for (Multibase base : Multibase.values()) {
      assertThat(base.encode(Bytes.EMPTY)).isEqualTo("" + base.prefix());
    }
  }
}
