package dev.ggen.libp2p.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.MultiformatException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignedEnvelopeTest {
  private static final Bytes TYPE = Bytes.of(0x12, 0x34);
  private static final Bytes PAYLOAD = Bytes.of(1, 2, 3);
  private static final Multiaddr ADDRESS = Multiaddr.parse("/ip4/192.0.2.1/tcp/4001");

  private final PrivateKey key = PrivateKey.generate();

  @Test
  void whatWasSealedIsOpened() throws InvalidSignatureException {
    SignedEnvelope envelope = SignedEnvelope.seal(key, "domain", TYPE, PAYLOAD);

    assertThat(SignedEnvelope.open(envelope.encode(), "domain", TYPE)).isEqualTo(envelope);
    assertThat(envelope.payload()).isEqualTo(PAYLOAD);
    assertThat(envelope.key()).isEqualTo(key.publicKey());
  }

  @Test
  void anotherDomainOrTypeIsRefused() {
    Bytes encoded = SignedEnvelope.seal(key, "domain", TYPE, PAYLOAD).encode();

    assertThatExceptionOfType(InvalidSignatureException.class)
        .isThrownBy(() -> SignedEnvelope.open(encoded, "another", TYPE));
    assertThatExceptionOfType(InvalidSignatureException.class)
        .isThrownBy(() -> SignedEnvelope.open(encoded, "domain", PAYLOAD));
  }

  /** Bytes of the domain moved into the type: the lengths in front keep them apart. */
  @Test
  void partsCannotBeShifted() {
    SignedEnvelope envelope = SignedEnvelope.seal(key, "ab", Bytes.of('c'), PAYLOAD);
    SignedEnvelope shifted =
        new SignedEnvelope(envelope.key(), Bytes.of('b', 'c'), PAYLOAD, envelope.signature());

    assertThat(envelope.verifies("ab")).isTrue();
    assertThat(shifted.verifies("a")).isFalse();
  }

  @Test
  void noChangedByteAndNoCutIsAccepted() {
    Bytes encoded = SignedEnvelope.seal(key, "domain", TYPE, PAYLOAD).encode();
    for (int at = 0; at < encoded.size(); at++) {
      byte[] changed = encoded.toByteArray();
      changed[at] ^= 1;
      refuse(Bytes.copyOf(changed));
      refuse(encoded.slice(0, at));
    }
  }

  private static void refuse(Bytes encoded) {
    assertThat(encoded)
        .satisfiesAnyOf(
            e ->
                assertThatExceptionOfType(MultiformatException.class)
                    .isThrownBy(() -> SignedEnvelope.open(e, "domain", TYPE)),
            e ->
                assertThatExceptionOfType(InvalidSignatureException.class)
                    .isThrownBy(() -> SignedEnvelope.open(e, "domain", TYPE)));
  }

  @Test
  void envelopesAreMeasuredBeforeTheyAreRead() {
    int rest = SignedEnvelope.seal(key, "domain", TYPE, payload(60_000)).encode().size() - 60_000;
    int largest = SignedEnvelope.MAX_BYTES - rest;

    Bytes allowed = SignedEnvelope.seal(key, "domain", TYPE, payload(largest)).encode();
    assertThat(SignedEnvelope.decode(allowed).payload().size()).isEqualTo(largest);
    Bytes larger = SignedEnvelope.seal(key, "domain", TYPE, payload(largest + 1)).encode();
    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() -> SignedEnvelope.decode(larger))
        .withMessageContaining("at most 65536");
  }

  private static Bytes payload(int size) {
    return Bytes.copyOf(new byte[size]);
  }

  @Test
  void aRecordOfThePeerItselfIsOpened() throws InvalidSignatureException {
    PeerRecord mine = new PeerRecord(key.publicKey().peerId(), 7, List.of(ADDRESS, ADDRESS));

    SignedEnvelope envelope = mine.seal(key);
    assertThat(envelope.payloadType()).isEqualTo(Bytes.fromHex("0301"));
    assertThat(PeerRecord.open(envelope.encode())).isEqualTo(mine);
  }

  @Test
  void aRecordOfAnotherPeerIsRefused() {
    PrivateKey other = PrivateKey.generate();
    PeerRecord mine = new PeerRecord(key.publicKey().peerId(), 7, List.of(ADDRESS));
    Bytes forged =
        SignedEnvelope.seal(other, PeerRecord.DOMAIN, PeerRecord.PAYLOAD_TYPE, mine.encode())
            .encode();

    assertThatExceptionOfType(InvalidSignatureException.class)
        .isThrownBy(() -> PeerRecord.open(forged))
        .withMessageContaining(other.publicKey().peerId().toString());
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> mine.seal(other));
  }

  @Test
  void addressesAreCounted() {
    List<Multiaddr> most = Collections.nCopies(PeerRecord.MAX_ADDRESSES, ADDRESS);
    PeerRecord largest = new PeerRecord(key.publicKey().peerId(), 7, most);
    Bytes info = largest.encode();
    Bytes one = new PeerRecord(largest.peer(), 7, List.of(ADDRESS)).encode();
    Bytes none = new PeerRecord(largest.peer(), 7, List.of()).encode();

    assertThat(PeerRecord.decode(info)).isEqualTo(largest);
    Bytes more = Bytes.concat(info, one.slice(none.size(), one.size()));
    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() -> PeerRecord.decode(more))
        .withMessageContaining("more than 128");
    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() ->
            new PeerRecord(
                largest.peer(), 7, Collections.nCopies(PeerRecord.MAX_ADDRESSES + 1, ADDRESS)));
  }

  @Test
  void addressesOfUnknownProtocolsAreLeftOut() {
    PeerRecord mine = new PeerRecord(key.publicKey().peerId(), 7, List.of(ADDRESS));
    Bytes unknown = Bytes.fromHex("1a040a02e724");

    assertThat(PeerRecord.decode(Bytes.concat(mine.encode(), unknown))).isEqualTo(mine);
  }
}
