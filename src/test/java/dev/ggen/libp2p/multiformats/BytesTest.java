package dev.ggen.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class BytesTest {
  @Test
  void whatCameInCanBeChangedWithoutHarm() {
    byte[] source = {1, 2, 3};
    Bytes bytes = Bytes.copyOf(source);
    source[0] = 9;
    bytes.toByteArray()[1] = 9;

    assertThat(bytes).isEqualTo(Bytes.of(1, 2, 3)).hasSameHashCodeAs(Bytes.of(1, 2, 3));
    assertThatExceptionOfType(ReadOnlyBufferException.class)
        .isThrownBy(() -> bytes.buffer().put(0, (byte) 9));
  }

  @Test
  void orderIsOfUnsignedBytes() {
    assertThat(Bytes.of(0x7f)).isLessThan(Bytes.of(0x80));
    assertThat(Bytes.of(1)).isLessThan(Bytes.of(1, 0));
  }

  @Test
  void partsAreCutAndJoined() {
    Bytes bytes = Bytes.fromHex("00fF10");

    assertThat(bytes.slice(1, 3)).isEqualTo(Bytes.of(0xff, 0x10));
    assertThat(Bytes.concat(bytes.slice(0, 1), Bytes.EMPTY, bytes.slice(1, 3))).isEqualTo(bytes);
    assertThat(bytes.startsWith(Bytes.of(0, 0xff))).isTrue();
    assertThat(bytes.startsWith(Bytes.of(0, 0xff, 0x10, 0))).isFalse();
  }

  @Test
  void aSliceNeverReachesBehindTheEnd() {
    Bytes bytes = Bytes.of(1, 2, 3);

    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> bytes.slice(1, 4));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> bytes.slice(2, 1));
    assertThat(bytes.slice(3, 3)).isEqualTo(Bytes.EMPTY);
  }

  @Test
  void textIsHexadecimalCutAfter32Bytes() {
    assertThat(Bytes.copyOf(new byte[32])).hasToString("00".repeat(32));
    assertThat(Bytes.copyOf(new byte[33])).hasToString("00".repeat(32) + "… (33 bytes)");
    assertThatExceptionOfType(MultiformatException.class).isThrownBy(() -> Bytes.fromHex("0"));
    assertThatExceptionOfType(MultiformatException.class).isThrownBy(() -> Bytes.fromHex("0g"));
  }
}
