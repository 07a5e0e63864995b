package dev.ggen.libp2p.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.MultiformatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrivateKeyTest {
  private static final Bytes PREFIX = Bytes.fromHex("08011240");
  private static final Bytes OLD_PREFIX = Bytes.fromHex("08011260");

  /** RFC 8032, section 7.1, tests 1 to 3. */
  @ParameterizedTest
  @CsvSource({
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
        + "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da0"
        + "85ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
        + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac1"
        + "8ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
  })
  void vectorsAreSigned(String seed, String publicHex, String message, String signature) {
    PrivateKey key = PrivateKey.decode(Bytes.concat(PREFIX, hex(seed), hex(publicHex)));

    assertThat(key.sign(hex(message))).isEqualTo(hex(signature));
    assertThat(key.publicKey().verify(hex(message), hex(signature))).isTrue();
  }

  @Test
  void theOldFormHasThePublicKeyTwice() {
    Bytes encoded = PrivateKey.generate().encode();
    Bytes pair = encoded.slice(4, 68);
    Bytes publicKey = encoded.slice(36, 68);

    assertThat(PrivateKey.decode(Bytes.concat(OLD_PREFIX, pair, publicKey)).encode())
        .isEqualTo(encoded);
    refuse(Bytes.concat(OLD_PREFIX, pair, Bytes.copyOf(new byte[32])));
  }

  @Test
  void aForeignPublicKeyIsRefused() {
    Bytes one = PrivateKey.generate().encode();
    Bytes other = PrivateKey.generate().encode();

    refuse(Bytes.concat(one.slice(0, 36), other.slice(36, 68)));
  }

  @Test
  void everyCutAndOtherTypesAreRefused() {
    Bytes encoded = PrivateKey.generate().encode();
    for (int cut = 0; cut < encoded.size(); cut++) {
      refuse(encoded.slice(0, cut));
    }
    refuse(Bytes.concat(Bytes.of(8, 2), encoded.slice(2, encoded.size())));
  }

  @Test
  void textNeverShowsTheKey() {
    PrivateKey key = PrivateKey.generate();

    assertThat(key.toString())
        .contains(key.publicKey().peerId().toString())
        .doesNotContain(key.encode().slice(4, 12).hex());
    assertThat(PrivateKey.generate().encode()).isNotEqualTo(key.encode());
  }

  private static Bytes hex(String digits) {
    return Bytes.fromHex(digits);
  }

  private static void refuse(Bytes encoded) {
    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() -> PrivateKey.decode(encoded));
  }
}
