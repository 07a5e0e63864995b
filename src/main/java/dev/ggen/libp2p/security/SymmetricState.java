package dev.ggen.libp2p.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The chaining key, the hash of all that was said and the key of the moment: Noise, section 5.2.
 * One thread.
 */
final class SymmetricState {
  private static final int HASH_BYTES = 32;

  private byte[] chainingKey;
  private byte[] hash;
  private @Nullable CipherState cipher;

  /** {@code InitializeSymmetric}. */
  SymmetricState(String protocolName) {
    byte[] name = protocolName.getBytes(StandardCharsets.US_ASCII);
    hash = name.length <= HASH_BYTES ? Arrays.copyOf(name, HASH_BYTES) : sha256(name);
    chainingKey = hash;
  }

  void mixHash(byte[] data) {
    hash = sha256(hash, data);
  }

  void mixKey(byte[] inputKeyMaterial) {
    byte[][] derived = derive(inputKeyMaterial);
    chainingKey = derived[0];
    cipher = new CipherState(derived[1]);
  }

  /** {@code EncryptAndHash}: without a key yet, the plaintext itself. */
  byte[] encryptAndHash(byte[] plaintext) throws IOException {
    byte[] ciphertext = plaintext;
    if (cipher != null) {
      ciphertext = new byte[plaintext.length + CipherState.TAG_BYTES];
      cipher.encrypt(hash, plaintext, 0, plaintext.length, ciphertext, 0);
    }
    mixHash(ciphertext);
    return ciphertext;
  }

  /** {@code DecryptAndHash}. */
  byte[] decryptAndHash(byte[] ciphertext) throws IOException {
    byte[] plaintext = ciphertext;
    if (cipher != null) {
      plaintext = new byte[Math.max(0, ciphertext.length - CipherState.TAG_BYTES)];
      cipher.decrypt(hash, ciphertext, 0, ciphertext.length, plaintext, 0);
    }
    mixHash(ciphertext);
    return plaintext;
  }

  /** {@code Split}: the initiator's sending key, then the responder's. */
  CipherState[] split() {
    byte[][] derived = derive(new byte[0]);
    return new CipherState[] {new CipherState(derived[0]), new CipherState(derived[1])};
  }

  /** {@code GetHandshakeHash}: names this session uniquely, section 11.2. */
  byte[] handshakeHash() {
    return hash.clone();
  }

  /** {@code HKDF} with two outputs, section 4.3. */
  private byte[][] derive(byte[] inputKeyMaterial) {
    byte[] temporary = hmac(chainingKey, inputKeyMaterial);
    byte[] first = hmac(temporary, new byte[] {1});
    byte[] second = hmac(temporary, first, new byte[] {2});
    return new byte[][] {first, second};
  }

  private static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks HMAC-SHA-256", e);
    }
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks SHA-256", e);
    }
  }
}
