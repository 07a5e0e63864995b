package dev.ggen.libp2p.security;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.crypto.PublicKey;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.MultiformatException;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.transport.Duplex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Secures connections by {@code /noise}: proves our identity to the peer and the peer's to us. One
 * static Noise key serves all connections of an instance and is never stored (libp2p noise, "Static
 * Key Authentication"). Safe for any number of threads.
 */
public final class NoiseSecurity {
  /** The protocol's name in multistream-select. */
  public static final String PROTOCOL = "/noise";

  private static final Bytes SIGNED_PREFIX =
      Bytes.copyOf("noise-libp2p-static-key:".getBytes(StandardCharsets.UTF_8));
  private static final byte[] NO_PAYLOAD = new byte[0];

  private final DhKeys staticKeys = DhKeys.generate();
  private final List<String> muxers;
  private final byte[] ourPayload;

  /**
   * For an identity and the muxers that it offers, the favourite first; with none, muxers are
   * chosen after the handshake.
   */
  public NoiseSecurity(PrivateKey identity, List<String> muxers) {
    this.muxers = List.copyOf(muxers);
    Bytes signature = identity.sign(signed(Bytes.copyOf(staticKeys.publicBytes())));
    try {
      ourPayload =
          new HandshakePayload(
                  identity.publicKey().encode(), signature, muxers.isEmpty() ? null : muxers)
              .encode();
    } catch (IOException e) {
      throw new IllegalStateException("a payload that can't be written", e);
    }
  }

  /**
   * Secures a connection that this side dialled. The caller bounds the time by closing {@code raw}.
   *
   * @param expected who must answer; null takes anybody
   * @throws WrongPeerException if another peer answers
   * @throws HandshakeException if the peer breaks the protocol
   */
  public SecureChannel initiate(Duplex raw, @Nullable PeerId expected) throws IOException {
    HandshakeState handshake = new HandshakeState(true, staticKeys);
    writeMessage(raw, handshake.writeMessage(NO_PAYLOAD));
    HandshakePayload theirs = HandshakePayload.decode(handshake.readMessage(readMessage(raw)));
    PublicKey key = verified(handshake, theirs, expected);
    Optional<String> muxer = agree(muxers, theirs.muxers());
    writeMessage(raw, handshake.writeMessage(ourPayload));
    return new SecureChannel(raw, handshake.finish(), key, muxer);
  }

  /** Secures a connection that the peer dialled; see {@link #initiate}. */
  public SecureChannel respond(Duplex raw) throws IOException {
    HandshakeState handshake = new HandshakeState(false, staticKeys);
    handshake.readMessage(readMessage(raw));
    writeMessage(raw, handshake.writeMessage(ourPayload));
    HandshakePayload theirs = HandshakePayload.decode(handshake.readMessage(readMessage(raw)));
    PublicKey key = verified(handshake, theirs, null);
    Optional<String> muxer =
        theirs.muxers() == null ? Optional.empty() : agree(theirs.muxers(), muxers);
    return new SecureChannel(raw, handshake.finish(), key, muxer);
  }

  private static PublicKey verified(
      HandshakeState handshake, HandshakePayload theirs, @Nullable PeerId expected)
      throws HandshakeException {
    PublicKey key;
    try {
      key = PublicKey.decode(theirs.identityKey());
    } catch (MultiformatException e) {
      throw new HandshakeException("the peer's identity key: " + e.getMessage(), e);
    }
    if (!key.verify(signed(handshake.theirStatic()), theirs.signature())) {
      throw new HandshakeException("the peer's identity key has not signed its Noise key");
    }
    PeerId actual = key.peerId();
    if (expected != null && !expected.equals(actual)) {
      throw new WrongPeerException(expected, actual);
    }
    return key;
  }

  /**
   * The initiator's first that the other has too: libp2p connections, inlined muxer negotiation.
   */
  private static Optional<String> agree(List<String> initiators, @Nullable List<String> responders)
      throws HandshakeException {
    if (initiators.isEmpty() || responders == null || responders.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> common = initiators.stream().filter(responders::contains).findFirst();
    if (common.isEmpty()) {
      throw new HandshakeException(
          "no muxer in common: dialler " + initiators + ", listener " + responders);
    }
    return common;
  }

  private static Bytes signed(Bytes staticKey) {
    return Bytes.concat(SIGNED_PREFIX, staticKey);
  }

  private static void writeMessage(Duplex raw, byte[] message) throws IOException {
    byte[] framed = new byte[2 + message.length];
    framed[0] = (byte) (message.length >>> 8);
    framed[1] = (byte) message.length;
    System.arraycopy(message, 0, framed, 2, message.length);
    raw.write(framed);
  }

  private static byte[] readMessage(Duplex raw) throws IOException {
    byte[] length = new byte[2];
    raw.readFully(length, 0, 2);
    byte[] message = new byte[((length[0] & 0xff) << 8) | (length[1] & 0xff)];
    raw.readFully(message, 0, message.length);
    return message;
  }
}
