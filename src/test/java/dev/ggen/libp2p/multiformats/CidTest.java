package dev.ggen.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidTest {
  private static final Multihash HASH =
      Multihash.sha256(Bytes.copyOf("hello".getBytes(StandardCharsets.UTF_8)));

  /** The example of the specification, which it explains as raw, sha2-256. */
  @Test
  void theExampleOfTheSpecificationIsRead() {
    Cid cid = Cid.parse("zb2rhe5P4gXftAwvA4eXQ5HJwsER2owDyS9sKaQRRVQPn93bA");

    assertThat(cid.version()).isEqualTo(1);
    assertThat(cid.codec()).isEqualTo(Cid.RAW);
    assertThat(cid.hash().digest().hex())
        .isEqualTo("6e6ff7950a36187a801613426e858dce686cd7d7e3c0fc42ee0330072d245c95");
    assertThat(cid.toString(Multibase.BASE58_BTC))
        .isEqualTo("zb2rhe5P4gXftAwvA4eXQ5HJwsER2owDyS9sKaQRRVQPn93bA");
  }

  @Test
  void versionZeroIsBareBase58() {
    Cid cid = Cid.v0(HASH);

    assertThat(cid.toString()).hasSize(46).startsWith("Qm");
    assertThat(cid.toString(Multibase.BASE16)).isEqualTo(cid.toString());
    assertThat(Cid.parse(cid.toString())).isEqualTo(cid);
    assertThat(cid.encode()).isEqualTo(HASH.encode());
    assertThat(cid.toV1()).isEqualTo(Cid.v1(Cid.DAG_PB, HASH));
    assertThat(cid.toV1().toV1()).isEqualTo(cid.toV1());
  }

  @ParameterizedTest
  @EnumSource
  void versionOneIsReadInEveryBase(Multibase base) {
    Cid cid = Cid.v1(Cid.RAW, HASH);

    assertThat(Cid.parse(cid.toString(base))).isEqualTo(cid);
    assertThat(cid.toString()).startsWith("bafkrei");
  }

  @Test
  void versionZeroBehindABaseIsRefused() {
    String text = Multibase.BASE58_BTC.encode(Cid.v0(HASH).encode());

    assertThatExceptionOfType(MultiformatException.class).isThrownBy(() -> Cid.parse(text));
  }

  @Test
  void versionZeroIsOnlyDagPbBySha256() {
    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() -> new Cid(0, Cid.RAW, HASH));
    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() -> Cid.v0(Multihash.sha512(Bytes.EMPTY)));
  }

  /** Nothing; versions 2 and 3, which are reserved; version 0 with a codec. */
  @ParameterizedTest
  @ValueSource(strings = {"", "0255120100", "0355120100", "007012", "81005500"})
  void otherBytesAreRefused(String hex) {
    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() -> Cid.decode(Bytes.fromHex(hex)));
  }

  @Test
  void everyCutAndEveryRestIsRefused() {
    for (Cid cid : new Cid[] {Cid.v0(HASH), Cid.v1(Cid.RAW, HASH)}) {
      Bytes encoded = cid.encode();
      for (int cut = 0; cut < encoded.size(); cut++) {
        Bytes part = encoded.slice(0, cut);
        assertThatExceptionOfType(MultiformatException.class).isThrownBy(() -> Cid.decode(part));
      }
      assertThatExceptionOfType(MultiformatException.class)
          .isThrownBy(() -> Cid.decode(Bytes.concat(encoded, Bytes.of(0))));
    }
  }
}
