package dev.ggen.libp2p.security;

import dev.ggen.libp2p.crypto.PublicKey;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.transport.BufferPool;
import dev.ggen.libp2p.transport.Duplex;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/**
 * An encrypted, authenticated duplex to a peer whose key is proved: libp2p noise, "Wire Format" and
 * "Encryption and I/O". Each Noise message stands behind its length in two bytes, big-endian.
 *
 * <p>One thread may read while another writes. When it is idle it holds a few hundred bytes: large
 * buffers are borrowed. The peer's end without warning is an error of the layer above, which knows
 * whether everything was said.
 */
public final class SecureChannel implements Duplex {
  static final int MAX_PLAINTEXT_BYTES = HandshakeState.MAX_MESSAGE_BYTES - CipherState.TAG_BYTES;

  private static final int LENGTH_BYTES = 2;
  private static final int IDLE_BUFFER_BYTES = 256;

  /** So often in a row must a read be short before the large buffer is given back. */
  private static final int SHORT_READS_UNTIL_IDLE = 4;

  private static final byte[] NOTHING = new byte[0];

  private final Duplex raw;
  private final PublicKey remoteKey;
  private final Optional<String> muxer;
  private final CipherState sending;
  private final CipherState receiving;

  /** Of the reading thread: what came from the wire, of which [plain, plainEnd) is decrypted. */
  private byte[] in = new byte[IDLE_BUFFER_BYTES];

  private int plain;
  private int plainEnd;
  private int next;
  private int end;
  private int shortReads;

  SecureChannel(
      Duplex raw, HandshakeState.TransportKeys keys, PublicKey remoteKey, Optional<String> muxer) {
    this.raw = raw;
    this.sending = keys.sending();
    this.receiving = keys.receiving();
    this.remoteKey = remoteKey;
    this.muxer = muxer;
  }

  /** The peer's identity key. */
  public PublicKey remoteKey() {
    return remoteKey;
  }

  /** The peer's id, derived from its key. */
  public PeerId remotePeer() {
    return remoteKey.peerId();
  }

  /** The muxer both sides agreed on in the handshake, if both can do that. */
  public Optional<String> muxer() {
    return muxer;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (plain == plainEnd) {
      if (!decryptNext()) {
        return -1;
      }
    }
    int count = Math.min(length, plainEnd - plain);
    System.arraycopy(in, plain, buffer, offset, count);
    plain += count;
    return count;
  }

  /** Whether it decrypted a message; false at the end of the connection, between two messages. */
  private boolean decryptNext() throws IOException {
    if (!fill(LENGTH_BYTES)) {
      return false;
    }
    int length = ((in[next] & 0xff) << 8) | (in[next + 1] & 0xff);
    if (!fill(LENGTH_BYTES + length)) {
      throw new EOFException("the connection ended within a message");
    }
    int start = next + LENGTH_BYTES;
    int plainLength = receiving.decrypt(NOTHING, in, start, length, in, start);
    plain = start;
    plainEnd = start + plainLength;
    next = start + length;
    return true;
  }

  /** Waits until so many bytes stand in the buffer from {@code next} on. */
  private boolean fill(int wanted) throws IOException {
    while (end - next < wanted) {
      makeRoom(wanted);
      receiving.prepareToDecrypt();
      int count = raw.read(in, end, in.length - end);
      if (count < 0) {
        if (end > next) {
          throw new EOFException("the connection ended within a message");
        }
        return false;
      }
      end += count;
      shortReads = count < IDLE_BUFFER_BYTES ? shortReads + 1 : 0;
    }
    return true;
  }

  private void makeRoom(int wanted) {
    int held = end - next;
    boolean idle = shortReads >= SHORT_READS_UNTIL_IDLE && held + wanted <= IDLE_BUFFER_BYTES;
    boolean full = in.length == IDLE_BUFFER_BYTES && (wanted > in.length || end == in.length);
    if (in.length > IDLE_BUFFER_BYTES && idle) {
      replaceBy(new byte[IDLE_BUFFER_BYTES]);
    } else if (full) {
      shortReads = 0;
      replaceBy(BufferPool.WIRE.take());
    } else if (held == 0 || next + wanted > in.length) {
      moveTo(in);
    }
  }

  private void replaceBy(byte[] buffer) {
    byte[] before = in;
    moveTo(buffer);
    in = buffer;
    BufferPool.WIRE.give(before);
  }

  private void moveTo(byte[] target) {
    System.arraycopy(in, next, target, 0, end - next);
    end -= next;
    next = 0;
    plain = 0;
    plainEnd = 0;
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    boolean small = length <= IDLE_BUFFER_BYTES;
    byte[] out =
        small ? new byte[LENGTH_BYTES + length + CipherState.TAG_BYTES] : BufferPool.WIRE.take();
    try {
      writeBy(out, buffer, offset, length);
    } finally {
      BufferPool.WIRE.give(out);
    }
  }

  private void writeBy(byte[] out, byte[] buffer, int offset, int length) throws IOException {
    int filled = 0;
    for (int done = 0; done < length; ) {
      int part = Math.min(length - done, MAX_PLAINTEXT_BYTES);
      int message = part + CipherState.TAG_BYTES;
      if (out.length - filled < LENGTH_BYTES + message) {
        raw.write(out, 0, filled);
        filled = 0;
      }
      out[filled] = (byte) (message >>> 8);
      out[filled + 1] = (byte) message;
      sending.encrypt(NOTHING, buffer, offset + done, part, out, filled + LENGTH_BYTES);
      filled += LENGTH_BYTES + message;
      done += part;
    }
    raw.write(out, 0, filled);
    sending.prepareToEncrypt();
  }

  @Override
  public void closeWrite() throws IOException {
    raw.closeWrite();
  }

  @Override
  public void close() {
    raw.close();
  }
}
