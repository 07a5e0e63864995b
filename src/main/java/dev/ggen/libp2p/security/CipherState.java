package dev.ggen.libp2p.security;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key and a counting nonce: the {@code CipherState} of Noise, section 5.1, with the functions of
 * section 12.3 (ChaCha20-Poly1305, nonce as 32 zero bits and 64 bits little-endian). One thread.
 */
final class CipherState {
  static final int KEY_BYTES = 32;
  static final int TAG_BYTES = 16;

  /** Reserved by Noise, section 5.1: no message may have it. As an unsigned number the largest. */
  private static final long RESERVED_NONCE = -1L;

  private final SecretKeySpec key;
  private final Cipher cipher;
  private final byte[] nonceBytes = new byte[12];
  private long nonce;

  /** Whether the cipher is ready for the message before {@link #nonce}. */
  private boolean prepared;

  CipherState(byte[] key) {
    this(key, 0);
  }

  /** With a nonce other than 0, for tests of its end. */
  CipherState(byte[] key, long firstNonce) {
    this.key = new SecretKeySpec(key, 0, KEY_BYTES, "ChaCha20");
    this.nonce = firstNonce;
    try {
      cipher = Cipher.getInstance("ChaCha20-Poly1305");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks ChaCha20-Poly1305", e);
    }
  }

  /**
   * Encrypts into {@code target} (which may be the source, at the same offset) and authenticates
   * {@code associated} with it.
   *
   * @return the length of the ciphertext, which is {@code length + TAG_BYTES}
   * @throws NonceExhaustedException if 2^64 - 1 messages were sent
   */
  int encrypt(
      byte[] associated, byte[] source, int offset, int length, byte[] target, int targetOffset)
      throws NonceExhaustedException {
    try {
      begin(Cipher.ENCRYPT_MODE, associated);
      return cipher.doFinal(source, offset, length, target, targetOffset);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("encryption failed", e);
    }
  }

  /**
   * Decrypts, see {@link #encrypt}. A message that is refused does not count.
   *
   * @return the length of the plaintext, which is {@code length - TAG_BYTES}
   * @throws HandshakeException if the message is not authentic
   */
  int decrypt(
      byte[] associated, byte[] source, int offset, int length, byte[] target, int targetOffset)
      throws NonceExhaustedException, HandshakeException {
    if (length < TAG_BYTES) {
      throw new HandshakeException("a message of " + length + " bytes is shorter than its tag");
    }
    try {
      begin(Cipher.DECRYPT_MODE, associated);
      return cipher.doFinal(source, offset, length, target, targetOffset);
    } catch (AEADBadTagException e) {
      nonce--;
      throw new HandshakeException(
          "a message is not authentic: it was changed, or its key is wrong");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("decryption failed", e);
    }
  }

  /**
   * Does now what the next {@link #encrypt} would do first, while nobody waits for it. A state that
   * was prepared for one direction must not be used for the other.
   */
  void prepareToEncrypt() {
    prepare(Cipher.ENCRYPT_MODE);
  }

  /** The same for {@link #decrypt}. */
  void prepareToDecrypt() {
    prepare(Cipher.DECRYPT_MODE);
  }

  private void prepare(int mode) {
    if (prepared || nonce == RESERVED_NONCE) {
      return;
    }
    try {
      ByteBuffer.wrap(nonceBytes).order(ByteOrder.LITTLE_ENDIAN).putLong(4, nonce++);
      cipher.init(mode, key, new IvParameterSpec(nonceBytes));
      prepared = true;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java can't use its ChaCha20-Poly1305", e);
    }
  }

  private void begin(int mode, byte[] associated) throws NonceExhaustedException {
    prepare(mode);
    if (!prepared) {
      throw new NonceExhaustedException();
    }
    prepared = false;
    if (associated.length > 0) {
      cipher.updateAAD(associated);
    }
  }
}
