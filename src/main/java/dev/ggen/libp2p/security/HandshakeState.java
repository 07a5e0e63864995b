package dev.ggen.libp2p.security;

import dev.ggen.libp2p.multiformats.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The handshake {@code Noise_XX_25519_ChaChaPoly_SHA256}, an engine without I/O: Noise, section
 * 5.3.
 *
 * <pre>
 *   -> e
 *   <- e, ee, s, es
 *   -> s, se
 * </pre>
 *
 * Messages must be written and read in this order, each by the side whose turn it is; after the
 * third, {@link #finish} gives the two keys. After an exception it is of no more use. One thread.
 */
final class HandshakeState {
  static final String PROTOCOL = "Noise_XX_25519_ChaChaPoly_SHA256";

  /** Noise, section 3: no message is larger. */
  static final int MAX_MESSAGE_BYTES = 65_535;

  private static final int MESSAGES = 3;

  /** Keys for the connection's two directions. */
  record TransportKeys(CipherState sending, CipherState receiving) {}

  private final boolean initiator;
  private final DhKeys ourStatic;
  private final DhKeys ourEphemeral;
  private final SymmetricState symmetric = new SymmetricState(PROTOCOL);
  private byte @Nullable [] theirStatic;
  private byte @Nullable [] theirEphemeral;
  private int messages;

  HandshakeState(boolean initiator, DhKeys ourStatic) {
    this(initiator, ourStatic, DhKeys.generate(), new byte[0]);
  }

  /** With a chosen ephemeral key and prologue, for the vectors. */
  HandshakeState(boolean initiator, DhKeys ourStatic, DhKeys ourEphemeral, byte[] prologue) {
    this.initiator = initiator;
    this.ourStatic = ourStatic;
    this.ourEphemeral = ourEphemeral;
    symmetric.mixHash(prologue);
  }

  /** The next message, with this payload. */
  byte[] writeMessage(byte[] payload) throws IOException {
    takeTurn(true);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    switch (messages) {
      case 1 -> writeEphemeral(message);
      case 2 -> {
        writeEphemeral(message);
        symmetric.mixKey(ourEphemeral.agree(known(theirEphemeral)));
        message.writeBytes(symmetric.encryptAndHash(ourStatic.publicBytes()));
        symmetric.mixKey(ourStatic.agree(known(theirEphemeral)));
      }
      default -> {
        message.writeBytes(symmetric.encryptAndHash(ourStatic.publicBytes()));
        symmetric.mixKey(ourStatic.agree(known(theirEphemeral)));
      }
    }
    message.writeBytes(symmetric.encryptAndHash(payload));
    if (message.size() > MAX_MESSAGE_BYTES) {
      throw new IllegalArgumentException(
          "a handshake message of " + message.size() + " bytes is larger than Noise allows");
    }
    return message.toByteArray();
  }

  /** Takes the peer's next message and gives its payload. */
  byte[] readMessage(byte[] message) throws IOException {
    takeTurn(false);
    if (message.length > MAX_MESSAGE_BYTES) {
      throw new HandshakeException("a handshake message of " + message.length + " bytes");
    }
    int read = 0;
    if (messages < MESSAGES) {
      theirEphemeral = part(message, 0, DhKeys.PUBLIC_BYTES);
      symmetric.mixHash(theirEphemeral);
      read = DhKeys.PUBLIC_BYTES;
    }
    if (messages == 2) {
      symmetric.mixKey(ourEphemeral.agree(known(theirEphemeral)));
    }
    if (messages > 1) {
      int length = DhKeys.PUBLIC_BYTES + CipherState.TAG_BYTES;
      theirStatic = symmetric.decryptAndHash(part(message, read, length));
      symmetric.mixKey(ourEphemeral.agree(theirStatic));
      read += length;
    }
    return symmetric.decryptAndHash(part(message, read, message.length - read));
  }

  /** The keys for what follows, once all three messages went over. */
  TransportKeys finish() {
    if (messages != MESSAGES) {
      throw new IllegalStateException("only " + messages + " of 3 handshake messages went over");
    }
    CipherState[] keys = symmetric.split();
    return initiator ? new TransportKeys(keys[0], keys[1]) : new TransportKeys(keys[1], keys[0]);
  }

  /** The peer's static key, as the handshake has proved it. */
  Bytes theirStatic() {
    return Bytes.copyOf(known(theirStatic));
  }

  /** Names this session: the same on both sides, and on no other session. */
  Bytes handshakeHash() {
    return Bytes.copyOf(symmetric.handshakeHash());
  }

  private void writeEphemeral(ByteArrayOutputStream message) {
    byte[] key = ourEphemeral.publicBytes();
    message.writeBytes(key);
    symmetric.mixHash(key);
  }

  /** The initiator writes the odd messages. */
  private void takeTurn(boolean writing) {
    boolean initiatorsTurn = messages % 2 == 0;
    if (messages == MESSAGES || (initiatorsTurn == initiator) != writing) {
      throw new IllegalStateException("it is not the turn of this side, after message " + messages);
    }
    messages++;
  }

  private static byte[] part(byte[] message, int from, int length) throws HandshakeException {
    if (length < 0 || message.length - from < length) {
      throw new HandshakeException("a handshake message ends after " + message.length + " bytes");
    }
    return Arrays.copyOfRange(message, from, from + length);
  }

  private static byte[] known(byte @Nullable [] key) {
    if (key == null) {
      throw new IllegalStateException("the handshake has not come so far");
    }
    return key;
  }
}
