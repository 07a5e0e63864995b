package dev.ggen.libp2p.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.MultiformatException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Signed envelopes and the peer records in them. */
class EnvelopesTest {
  private static final Bytes TYPE = Bytes.of(7);
  private static final Bytes PAYLOAD = Bytes.of(1, 2, 3);

  private final PrivateKey key = PrivateKey.generate();
  private final PeerRecord own =
      new PeerRecord(
          key.publicKey().peerId(), 42, List.of(Multiaddr.parse("/ip4/192.0.2.1/tcp/4001")));

  @Test
  void anEnvelopeOpensForItsDomainAndTypeOnly() throws Exception {
    Bytes encoded = SignedEnvelope.seal(key, "domain", TYPE, PAYLOAD).encode();

    SignedEnvelope opened = SignedEnvelope.open(encoded, "domain", TYPE);
    assertThat(opened.payload()).isEqualTo(PAYLOAD);
    assertThat(opened.key()).isEqualTo(key.publicKey());
    assertThatThrownBy(() -> SignedEnvelope.open(encoded, "other", TYPE))
        .isInstanceOf(InvalidSignatureException.class);
    assertThatThrownBy(() -> SignedEnvelope.open(encoded, "domain", Bytes.of(8)))
        .isInstanceOf(InvalidSignatureException.class);
  }

  @Test
  void nothingOfAnEnvelopeCanBeChangedOrCut() {
    Bytes encoded = SignedEnvelope.seal(key, "domain", TYPE, PAYLOAD).encode();
    for (int i = 0; i < encoded.size(); i++) {
      byte[] changed = encoded.toByteArray();
      changed[i] ^= 1;
      assertRefused(Bytes.copyOf(changed));
      assertRefused(encoded.slice(0, i));
    }
  }

  private static void assertRefused(Bytes envelope) {
    assertThatThrownBy(() -> SignedEnvelope.open(envelope, "domain", TYPE))
        .isInstanceOfAny(InvalidSignatureException.class, MultiformatException.class);
  }

  @Test
  void aRecordIsWhatItsPeerHasSigned() throws Exception {
    assertThat(PeerRecord.open(own.seal(key).encode())).isEqualTo(own);
  }

  @Test
  void aRecordSignedByAnotherIsRefused() {
    PrivateKey other = PrivateKey.generate();
    Bytes forged =
        SignedEnvelope.seal(other, PeerRecord.DOMAIN, PeerRecord.PAYLOAD_TYPE, own.encode())
            .encode();

    assertThatThrownBy(() -> PeerRecord.open(forged))
        .isInstanceOf(InvalidSignatureException.class)
        .hasMessageContaining("signed by");
    assertThatThrownBy(() -> own.seal(other)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void addressesOfUnknownProtocolsAreLeftOut() {
    // Field 3: an address of protocol 16383 without value.
    Bytes unknown = Bytes.fromHex("1a040a02ff7f");

    assertThat(PeerRecord.decode(Bytes.concat(own.encode(), unknown))).isEqualTo(own);
  }

  @Test
  void soManyAddressesAreTakenAndNotOneMore() {
    Multiaddr address = own.addresses().getFirst();
    List<Multiaddr> most = Collections.nCopies(PeerRecord.MAX_ADDRESSES, address);
    PeerRecord full = new PeerRecord(own.peer(), 1, most);

    assertThat(PeerRecord.decode(full.encode())).isEqualTo(full);
    Bytes one = new PeerRecord(own.peer(), 1, List.of(address)).encode();
    assertThatThrownBy(() -> PeerRecord.decode(Bytes.concat(full.encode(), one)))
        .isInstanceOf(MultiformatException.class);
  }
}
