package dev.ggen.libp2p.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.MultiformatException;

/** Whatever the bytes, they are an envelope or a record that comes back the same, or refused. */
class EnvelopeFuzzTest {
  @FuzzTest
  void anyBytesAreAnEnvelopeOrRefused(byte[] content) {
    try {
      SignedEnvelope envelope = SignedEnvelope.decode(Bytes.copyOf(content));
      assertThat(SignedEnvelope.decode(envelope.encode())).isEqualTo(envelope);
      PeerRecord opened = PeerRecord.open(Bytes.copyOf(content));
      assertThat(opened.peer()).isEqualTo(envelope.key().peerId());
    } catch (MultiformatException | InvalidSignatureException e) {
      assertThat(e).message().isNotBlank();
    }
  }

  @FuzzTest
  void anyBytesAreARecordOrRefused(byte[] content) {
    try {
      PeerRecord peerRecord = PeerRecord.decode(Bytes.copyOf(content));
      assertThat(PeerRecord.decode(peerRecord.encode())).isEqualTo(peerRecord);
    } catch (MultiformatException e) {
      assertThat(e).message().isNotBlank();
    }
  }
}
