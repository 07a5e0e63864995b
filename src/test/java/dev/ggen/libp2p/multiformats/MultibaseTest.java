package dev.ggen.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors of the specification, and what is none of its texts. */
class MultibaseTest {
  private static Bytes utf8(String text) {
    return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "BASE16, f796573206d616e692021, f00796573206d616e692021, f0000796573206d616e692021",
    "BASE16_UPPER, F796573206D616E692021, F00796573206D616E692021, F0000796573206D616E692021",
    "BASE32, bpfsxgidnmfxgsibb, bab4wk4zanvqw42jaee, baaahszltebwwc3tjeaqq",
    "BASE32_UPPER, BPFSXGIDNMFXGSIBB, BAB4WK4ZANVQW42JAEE, BAAAHSZLTEBWWC3TJEAQQ",
    "BASE32_HEX, vf5in683dc5n6i811, v01smasp0dlgmsq9044, v0007ipbj41mm2rj940gg",
    "BASE32_HEX_UPPER, VF5IN683DC5N6I811, V01SMASP0DLGMSQ9044, V0007IPBJ41MM2RJ940GG",
    "BASE32_PAD, cpfsxgidnmfxgsibb, cab4wk4zanvqw42jaee======, caaahszltebwwc3tjeaqq====",
    "BASE32_PAD_UPPER, CPFSXGIDNMFXGSIBB, CAB4WK4ZANVQW42JAEE======, CAAAHSZLTEBWWC3TJEAQQ====",
    "BASE36, k2lcpzo5yikidynfl, k02lcpzo5yikidynfl, k002lcpzo5yikidynfl",
    "BASE36_UPPER, K2LCPZO5YIKIDYNFL, K02LCPZO5YIKIDYNFL, K002LCPZO5YIKIDYNFL",
    "BASE58_BTC, z7paNL19xttacUY, z17paNL19xttacUY, z117paNL19xttacUY",
    "BASE64, meWVzIG1hbmkgIQ, mAHllcyBtYW5pICE, mAAB5ZXMgbWFuaSAh",
    "BASE64_PAD, MeWVzIG1hbmkgIQ==, MAHllcyBtYW5pICE=, MAAB5ZXMgbWFuaSAh",
    "BASE64_URL, ueWVzIG1hbmkgIQ, uAHllcyBtYW5pICE, uAAB5ZXMgbWFuaSAh",
    "BASE64_URL_PAD, UeWVzIG1hbmkgIQ==, UAHllcyBtYW5pICE=, UAAB5ZXMgbWFuaSAh"
  })
  void textsAreThoseOfTheSpecification(Multibase base, String plain, String zero, String zeros) {
    String[] texts = {plain, zero, zeros};
    for (int i = 0; i < texts.length; i++) {
      Bytes bytes = utf8("\0".repeat(i) + "yes mani !");
      assertThat(base.encode(bytes)).isEqualTo(texts[i]);
      assertThat(Multibase.decode(texts[i])).isEqualTo(bytes);
      assertThat(Multibase.of(texts[i])).isEqualTo(base);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "f68656c6c6f20776F726C64",
        "F68656c6c6f20776F726C64",
        "bnbswy3dpeB3W64TMMQ",
        "Bnbswy3dpeB3W64TMMQ",
        "vd1imor3f41RMUSJCCG",
        "Vd1imor3f41RMUSJCCG",
        "cnbswy3dpeB3W64TMMQ======",
        "Cnbswy3dpeB3W64TMMQ======",
        "kfUvrsIvVnfRbjWaJo",
        "KfUVrSIVVnFRbJWAJo"
      })
  void lettersOfEitherCaseAreTakenWhereTheBaseHasNone(String text) {
    assertThat(Multibase.decode(text)).isEqualTo(utf8("hello world"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "xabc",
        "f0",
        "fzz",
        "ba",
        "bpfsxgidnmfxgsib1",
        "mA",
        "mAB",
        "M=",
        "Mxx=",
        "MAA",
        "z0",
        "zOl",
        "k!",
        "cpfsxgidnmfxgsibb=",
        "u+/",
        "b\u0131"
      })
  void whatIsNoTextOfItsBaseIsRefused(String text) {
    assertThatThrownBy(() -> Multibase.decode(text)).isInstanceOf(MultiformatException.class);
  }

  @Test
  void longTextsOfQuadraticBasesAreRefusedAtTheLimit() {
    assertThat(Multibase.decode("z" + "1".repeat(BaseN.MAX_CHARS)).size())
        .isEqualTo(BaseN.MAX_CHARS);
    assertThatThrownBy(() -> Multibase.decode("z" + "1".repeat(BaseN.MAX_CHARS + 1)))
        .isInstanceOf(MultiformatException.class)
        .hasMessageContaining("1024");
  }

  @ParameterizedTest
  @EnumSource(Multibase.class)
  void allBytesComeBack(Multibase base) {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = new byte[random.nextInt(70)];
      random.nextBytes(bytes);
      assertThat(Multibase.decode(base.encode(Bytes.copyOf(bytes)))).isEqualTo(Bytes.copyOf(bytes));
    }
  }
}
