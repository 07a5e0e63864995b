package dev.ggen.registry.blob;

import dev.ggen.registry.model.ArchiveFacts;
import dev.ggen.registry.model.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 and SHA-512 of one pass over some bytes. Belongs to one thread. */
final class DigestPair {
  private final MessageDigest sha256 = digest(Digest.Algorithm.SHA256);
  private final MessageDigest sha512 = digest(Digest.Algorithm.SHA512);

  private static MessageDigest digest(Digest.Algorithm algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.jcaName());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has " + algorithm.jcaName(), e);
    }
  }

  void update(byte[] bytes, int length) {
    sha256.update(bytes, 0, length);
    sha512.update(bytes, 0, length);
  }

  /** The digests of everything so far; call once. */
  ArchiveFacts facts(long sizeBytes) {
    return new ArchiveFacts(
        Digest.of(Digest.Algorithm.SHA256, sha256.digest()),
        Digest.of(Digest.Algorithm.SHA512, sha512.digest()),
        sizeBytes);
  }
}
