package dev.ggen.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VarintTest {
  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "1, 01",
    "127, 7f",
    "128, 8001",
    "255, ff01",
    "300, ac02",
    "16384, 808001",
    "9223372036854775807, ffffffffffffffff7f"
  })
  void numbersAreThoseOfTheSpecification(long value, String hex) {
    assertThat(Varint.encode(value).hex()).isEqualTo(hex);
    assertThat(Varint.size(value)).isEqualTo(hex.length() / 2);
    assertThat(Varint.read(Bytes.fromHex(hex).buffer())).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"8100", "8000", "ffffffffffffffff8000"})
  void aLongerFormThanNeededIsRefused(String hex) {
    assertThatThrownBy(() -> Varint.read(Bytes.fromHex(hex).buffer()))
        .isInstanceOf(MultiformatException.class);
  }

  @Test
  void nineBytesAreTakenAndNotTen() {
    assertThat(Varint.read(Bytes.fromHex("808080808080808001").buffer())).isEqualTo(1L << 56);
    assertThatThrownBy(() -> Varint.read(Bytes.fromHex("80808080808080808001").buffer()))
        .hasMessageContaining("longer than 9");
  }

  @Test
  void negativeNumbersAreAFaultOfTheCaller() {
    assertThatThrownBy(() -> Varint.encode(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyNumberComesBackAndEveryCutIsRefused() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      long value = random.nextLong() >>> (1 + random.nextInt(63));
      Bytes encoded = Varint.encode(value);
      assertThat(Varint.read(encoded.buffer())).isEqualTo(value);
      Bytes cut = encoded.slice(0, encoded.size() - 1);
      assertThatThrownBy(() -> Varint.read(cut.buffer())).isInstanceOf(MultiformatException.class);
    }
  }
}
