package dev.ggen.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Multihashes, CIDs and peer ids. */
class IdsTest {
  private static final String EMPTY_SHA256 =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  private static final String ED25519_KEY =
      "080112201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e";

  @Test
  void hashesSayTheirFunctionAndLength() {
    assertThat(Multihash.sha256(Bytes.EMPTY).encode().hex()).isEqualTo("1220" + EMPTY_SHA256);
    assertThat(Multihash.sha512(Bytes.EMPTY).encode().hex()).startsWith("1340cf83e1357eefb8bd");
    assertThat(Multihash.identity(Bytes.of(1, 2)).encode().hex()).isEqualTo("00020102");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "12",
        "1220",
        "121f",
        "1220" + EMPTY_SHA256 + "00",
        "1301ff",
        "9200",
        "00ff01"
      })
  void whatIsNoMultihashIsRefused(String hex) {
    assertThatThrownBy(() -> Multihash.decode(Bytes.fromHex(hex)))
        .isInstanceOf(MultiformatException.class);
  }

  @Test
  void unknownFunctionsAreCarriedAlongUpToTheLimit() {
    Multihash known = new Multihash(0xb220, Bytes.copyOf(new byte[Multihash.MAX_DIGEST_BYTES]));

    assertThat(Multihash.decode(known.encode())).isEqualTo(known);
    assertThatThrownBy(
            () -> new Multihash(0xb220, Bytes.copyOf(new byte[Multihash.MAX_DIGEST_BYTES + 1])))
        .isInstanceOf(MultiformatException.class);
  }

  @Test
  void aCidOfTheSpecificationIsUnderstood() {
    Cid cid = Cid.parse("zb2rhe5P4gXftAwvA4eXQ5HJwsER2owDyS9sKaQRRVQPn93bA");

    assertThat(cid.version()).isEqualTo(1);
    assertThat(cid.codec()).isEqualTo(Cid.RAW);
    assertThat(cid.hash().digest().hex())
        .isEqualTo("6e6ff7950a36187a801613426e858dce686cd7d7e3c0fc42ee0330072d245c95");
    assertThat(cid.toString(Multibase.BASE58_BTC))
        .isEqualTo("zb2rhe5P4gXftAwvA4eXQ5HJwsER2owDyS9sKaQRRVQPn93bA");
  }

  @Test
  void bothVersionsGoThereAndBack() {
    Cid v0 = Cid.v0(Multihash.sha256(Bytes.EMPTY));
    Cid v1 = v0.toV1();

    assertThat(v0.toString()).startsWith("Qm").hasSize(46);
    assertThat(v1.toString()).startsWith("bafybei");
    assertThat(Cid.parse(v0.toString())).isEqualTo(v0);
    assertThat(Cid.parse(v1.toString())).isEqualTo(v1);
    assertThat(Cid.decode(v0.encode())).isEqualTo(v0);
    assertThat(Cid.decode(v1.encode())).isEqualTo(v1);
    for (Multibase base : Multibase.values()) {
      assertThat(Cid.parse(v1.toString(base))).isEqualTo(v1);
    }
  }

  @Test
  void everyCutOfACidIsRefused() {
    for (Cid cid :
        new Cid[] {
          Cid.v0(Multihash.sha256(Bytes.EMPTY)), Cid.v1(Cid.RAW, Multihash.sha512(Bytes.EMPTY))
        }) {
      Bytes whole = cid.encode();
      for (int cut = 0; cut < whole.size(); cut++) {
        Bytes part = whole.slice(0, cut);
        assertThatThrownBy(() -> Cid.decode(part)).isInstanceOf(MultiformatException.class);
      }
      assertThatThrownBy(() -> Cid.decode(Bytes.concat(whole, Bytes.of(0))))
          .isInstanceOf(MultiformatException.class);
    }
  }

  @Test
  void aCidOfVersion0WithABaseOrAnotherVersionIsRefused() {
    Bytes v0 = Multihash.sha256(Bytes.EMPTY).encode();

    assertThatThrownBy(() -> Cid.parse(Multibase.BASE32.encode(v0)))
        .isInstanceOf(MultiformatException.class);
    assertThatThrownBy(() -> Cid.decode(Bytes.concat(Bytes.of(2, 0x55), v0)))
        .hasMessageContaining("version 2");
  }

  @Test
  void peerIdsOfTheSpecificationHaveBothForms() {
    PeerId hashed = PeerId.parse("QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N");

    assertThat(PeerId.parse("bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe"))
        .isEqualTo(hashed);
    assertThat(hashed.toCid().toString())
        .isEqualTo("bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe");
    assertThat(PeerId.parse("12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA").inlinedKey())
        .isPresent();
  }

  @Test
  void shortKeysAreInlinedAndLongOnesHashed() {
    PeerId inlined = PeerId.ofKey(Bytes.fromHex(ED25519_KEY));

    assertThat(inlined.inlinedKey()).contains(Bytes.fromHex(ED25519_KEY));
    assertThat(inlined.toString()).startsWith("12D3KooW");
    assertThat(PeerId.ofKey(Bytes.copyOf(new byte[42])).inlinedKey()).isPresent();
    assertThat(PeerId.ofKey(Bytes.copyOf(new byte[43])).inlinedKey()).isEmpty();
    assertThat(PeerId.decode(inlined.bytes())).isEqualTo(inlined);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "Qm",
        "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5",
        "12D3KooW",
        "peer",
        "zb2rhe5P4gXftAwvA4eXQ5HJwsER2owDyS9sKaQRRVQPn93bA"
      })
  void whatIsNoPeerIdIsRefused(String text) {
    assertThatThrownBy(() -> PeerId.parse(text)).isInstanceOf(MultiformatException.class);
  }
}
