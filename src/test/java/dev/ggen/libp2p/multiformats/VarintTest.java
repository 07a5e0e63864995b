package dev.ggen.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VarintTest {
  /** The examples of the specification, zero, and the largest number. */
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
  void numbersAreWrittenInTheirShortestForm(long number, String hex) {
    Bytes encoded = Bytes.fromHex(hex);

    assertThat(Varint.encode(number)).isEqualTo(encoded);
    assertThat(Varint.size(number)).isEqualTo(encoded.size());
    assertThat(Varint.read(encoded.buffer())).isEqualTo(number);
  }

  @Test
  void everyLengthOfBitsHasItsSize() {
    for (int bits = 1; bits <= 63; bits++) {
      long number = 1L << (bits - 1);
      Bytes encoded = Varint.encode(number);

      assertThat(encoded.size()).isEqualTo((bits + 6) / 7).isEqualTo(Varint.size(number));
      assertThat(Varint.read(encoded.buffer())).isEqualTo(number);
      for (int cut = 0; cut < encoded.size(); cut++) {
        refuse(encoded.slice(0, cut));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"8000", "8100", "ff8000", "ffffffffffffffff00"})
  void longerFormsAreRefused(String hex) {
    refuse(Bytes.fromHex(hex));
  }

  @Test
  void tenBytesAreRefusedAfterNine() {
    ByteBuffer buffer = Bytes.fromHex("ffffffffffffffffff01").buffer();

    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() -> Varint.read(buffer))
        .withMessageContaining("9 bytes");
    assertThat(buffer.remaining()).isEqualTo(1);
  }

  @Test
  void nothingBehindTheNumberIsRead() {
    ByteBuffer buffer = Bytes.fromHex("ac0201").buffer();

    assertThat(Varint.read(buffer)).isEqualTo(300);
    assertThat(buffer.remaining()).isEqualTo(1);
  }

  @Test
  void negativeNumbersAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Varint.encode(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> Varint.put(-1, new byte[10], 0));
  }

  private static void refuse(Bytes bytes) {
    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() -> Varint.read(bytes.buffer()));
  }
}
