package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.crypto.PublicKey;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.MultiformatException;
import dev.ggen.libp2p.multiformats.PeerId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Signs messages and checks signatures: pubsub, "Message Signing". Pure. */
final class MessageSigning {
  private static final Bytes PREFIX =
      Bytes.copyOf("libp2p-pubsub:".getBytes(StandardCharsets.UTF_8));

  /** "The seqno field": a number of eight bytes. */
  private static final int SEQNO_BYTES = 8;

  private MessageSigning() {}

  static PubsubMessage sign(PubsubMessage message, PrivateKey key) {
    Bytes signature = key.sign(signed(message));
    boolean inlined = key.publicKey().peerId().inlinedKey().isPresent();
    return message.signed(signature, inlined ? Bytes.EMPTY : key.publicKey().encode());
  }

  private static Bytes signed(PubsubMessage message) {
    return Bytes.concat(PREFIX, RpcCodec.signedPart(message));
  }

  /** What is wrong with a message under a policy; nothing if it may be taken. */
  static Optional<String> fault(PubsubMessage message, SignaturePolicy policy) {
    return switch (policy) {
      case STRICT_SIGN -> signatureFault(message);
      case STRICT_NO_SIGN ->
          message.signature().isEmpty()
                  && message.from().isEmpty()
                  && message.seqno().isEmpty()
                  && message.key().isEmpty()
              ? Optional.empty()
              : Optional.of("an author, a number or a signature where none may be");
    };
  }

  private static Optional<String> signatureFault(PubsubMessage message) {
    if (message.signature().isEmpty() || message.seqno().size() != SEQNO_BYTES) {
      return Optional.of("no signature, or no number of eight bytes");
    }
    try {
      PublicKey key = key(message);
      return key.verify(signed(message), message.signature())
          ? Optional.empty()
          : Optional.of("a signature that is not its author's");
    } catch (MultiformatException e) {
      return Optional.of("an author that is none: " + e.getMessage());
    }
  }

  private static PublicKey key(PubsubMessage message) {
    PeerId author = PeerId.decode(message.from());
    if (message.key().isEmpty()) {
      return PublicKey.decode(
          author.inlinedKey().orElseThrow(() -> new MultiformatException("its key is not there")));
    }
    PublicKey key = PublicKey.decode(message.key());
    if (!key.peerId().equals(author)) {
      throw new MultiformatException("its key is another's");
    }
    return key;
  }
}
