package dev.ggen.libp2p.gossipsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.multiformats.Bytes;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessageSigningTest {
  private static final PrivateKey KEY = PrivateKey.generate();
  private static final PrivateKey OTHER = PrivateKey.generate();
  private static final Bytes AUTHOR = KEY.publicKey().peerId().bytes();
  private static final Bytes SEQNO = Bytes.of(0, 0, 0, 0, 0, 0, 0, 1);
  private static final PubsubMessage UNSIGNED =
      PubsubMessage.unsigned(AUTHOR, Bytes.of(1), SEQNO, "t");
  private static final PubsubMessage SIGNED = MessageSigning.sign(UNSIGNED, KEY);

  private static Optional<String> strict(PubsubMessage message) {
    return MessageSigning.fault(message, SignaturePolicy.STRICT_SIGN);
  }

  private static PubsubMessage with(
      Bytes from, Bytes data, Bytes seqno, String topic, Bytes signature, Bytes key) {
    return new PubsubMessage(from, data, seqno, topic, signature, key, Bytes.EMPTY).withEncoding();
  }

  @Test
  void aSignedMessageIsSound() {
    assertThat(strict(SIGNED)).isEmpty();
    assertThat(SIGNED.key()).as("the id has the key").isEqualTo(Bytes.EMPTY);
  }

  @Test
  void aMessageSignedByJsIsSound() throws Exception {
    Rpc rpc =
        RpcCodec.decode(Bytes.fromHex(RpcCodecTest.JS_RPC).toByteArray(), RpcLimits.defaults());

    assertThat(strict(rpc.messages().getFirst())).isEmpty();
  }

  @Test
  void aSignatureIsOfEveryField() {
    Bytes signature = SIGNED.signature();
    assertThat(strict(with(AUTHOR, Bytes.of(2), SEQNO, "t", signature, Bytes.EMPTY)))
        .hasValueSatisfying(why -> assertThat(why).contains("not its author's"));
    assertThat(
            strict(
                with(
                    AUTHOR,
                    Bytes.of(1),
                    Bytes.of(0, 0, 0, 0, 0, 0, 0, 2),
                    "t",
                    signature,
                    Bytes.EMPTY)))
        .isPresent();
    assertThat(strict(with(AUTHOR, Bytes.of(1), SEQNO, "u", signature, Bytes.EMPTY))).isPresent();
    Bytes other = OTHER.publicKey().peerId().bytes();
    assertThat(strict(with(other, Bytes.of(1), SEQNO, "t", signature, Bytes.EMPTY))).isPresent();
  }

  @Test
  void aMessageWithoutSignatureNumberOrAuthorSaysWhatIsMissing() {
    assertThat(strict(UNSIGNED)).hasValueSatisfying(why -> assertThat(why).contains("signature"));
    assertThat(
            strict(
                MessageSigning.sign(
                    PubsubMessage.unsigned(AUTHOR, Bytes.of(1), Bytes.of(1), "t"), KEY)))
        .hasValueSatisfying(why -> assertThat(why).contains("eight bytes"));
    assertThat(
            strict(
                MessageSigning.sign(
                    PubsubMessage.unsigned(Bytes.of(1), Bytes.of(1), SEQNO, "t"), KEY)))
        .hasValueSatisfying(why -> assertThat(why).contains("author"));
  }

  @Test
  void theKeyMayBeSentButOnlyTheAuthors() {
    Bytes signature = SIGNED.signature();
    Bytes own = KEY.publicKey().encode();
    Bytes others = OTHER.publicKey().encode();

    assertThat(strict(with(AUTHOR, Bytes.of(1), SEQNO, "t", signature, own))).isEmpty();
    assertThat(strict(with(AUTHOR, Bytes.of(1), SEQNO, "t", signature, others)))
        .hasValueSatisfying(why -> assertThat(why).contains("another's"));
  }

  @Test
  void withoutSignaturesNothingOfAnAuthorIsAllowed() {
    SignaturePolicy none = SignaturePolicy.STRICT_NO_SIGN;
    PubsubMessage anonymous = PubsubMessage.unsigned(Bytes.EMPTY, Bytes.of(1), Bytes.EMPTY, "t");

    assertThat(MessageSigning.fault(anonymous, none)).isEmpty();
    assertThat(MessageSigning.fault(UNSIGNED, none)).isPresent();
    assertThat(MessageSigning.fault(SIGNED, none)).isPresent();
    assertThat(strict(anonymous)).isPresent();
  }
}
