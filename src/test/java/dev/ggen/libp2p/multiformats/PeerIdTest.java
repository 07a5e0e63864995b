package dev.ggen.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerIdTest {
  private static final String OF_ED25519 = "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA";
  private static final String HASHED = "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N";
  private static final String HASHED_CID =
      "bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe";

  /** The examples of "Peer Ids", section "Decoding". */
  @Test
  void bothFormsOfTheExampleAreTheSamePeer() {
    PeerId peer = PeerId.parse(HASHED);

    assertThat(PeerId.parse(HASHED_CID)).isEqualTo(peer).hasToString(HASHED);
    assertThat(peer.toCid()).hasToString(HASHED_CID);
    assertThat(peer.inlinedKey()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aCidIsReadInEveryBase(Multibase base) {
    PeerId peer = PeerId.parse(OF_ED25519);

    assertThat(PeerId.parse(peer.toCid().toString(base))).isEqualTo(peer);
  }

  @Test
  void aShortKeyIsInlined() {
    PeerId peer = PeerId.parse(OF_ED25519);

    Bytes key = peer.inlinedKey().orElseThrow();
    assertThat(key.startsWith(Bytes.fromHex("08011220"))).isTrue();
    assertThat(PeerId.ofKey(key)).isEqualTo(peer).hasToString(OF_ED25519);
    assertThat(PeerId.decode(peer.bytes())).isEqualTo(peer).isEqualByComparingTo(peer);
  }

  @Test
  void keysOfMoreThan42BytesAreHashed() {
    Bytes inlined = Bytes.copyOf(new byte[PeerId.MAX_INLINED_KEY_BYTES]);
    Bytes hashed = Bytes.copyOf(new byte[PeerId.MAX_INLINED_KEY_BYTES + 1]);

    assertThat(PeerId.ofKey(inlined).inlinedKey()).contains(inlined);
    assertThat(PeerId.ofKey(hashed).hash()).isEqualTo(Multihash.sha256(hashed));
    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() -> new PeerId(Multihash.identity(hashed)));
    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() -> new PeerId(Multihash.identity(Bytes.EMPTY)));
    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() -> new PeerId(Multihash.sha512(hashed)));
  }

  @Test
  void aCidOfAnotherCodecIsRefused() {
    String raw = Cid.v1(Cid.RAW, PeerId.parse(HASHED).hash()).toString();

    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() -> PeerId.parse(raw))
        .withMessageContaining("0x55");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "Qm",
        "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5",
        "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N1",
        "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5S0",
        "x"
      })
  void otherTextIsRefused(String text) {
    assertThatExceptionOfType(MultiformatException.class).isThrownBy(() -> PeerId.parse(text));
  }
}
