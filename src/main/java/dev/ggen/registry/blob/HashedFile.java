package dev.ggen.registry.blob;

import dev.ggen.registry.model.ArchiveFacts;
import dev.ggen.registry.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Copies or reads bytes with one fixed buffer, hashing them on the way. */
final class HashedFile {
  /** Large enough that calls do not matter, small enough for thousands of uploads at once. */
  private static final int BUFFER_BYTES = 64 << 10;

  private HashedFile() {}

  /** Is told of each piece before the next one is read. */
  interface Pace {
    /** Returns when the next piece may be read. */
    void read(long bytes) throws InterruptedException;
  }

  /** Copies to the end, or until there are more bytes than allowed; then gives their number. */
  static ArchiveFacts copy(InputStream from, OutputStream to, long maxBytes)
      throws IOException, TooManyBytesException {
    MessageDigest sha256 = digest(Digest.Algorithm.SHA256);
    MessageDigest sha512 = digest(Digest.Algorithm.SHA512);
    byte[] buffer = new byte[BUFFER_BYTES];
    long total = 0;
    for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
      total += count;
      if (total > maxBytes) {
        throw new TooManyBytesException();
      }
      sha256.update(buffer, 0, count);
      sha512.update(buffer, 0, count);
      to.write(buffer, 0, count);
    }
    return new ArchiveFacts(
        Digest.of(Digest.Algorithm.SHA256, sha256.digest()),
        Digest.of(Digest.Algorithm.SHA512, sha512.digest()),
        total);
  }

  /** The SHA-256 of a stream's bytes. */
  static Digest sha256(InputStream from, Pace pace) throws IOException, InterruptedException {
    MessageDigest sha256 = digest(Digest.Algorithm.SHA256);
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
      sha256.update(buffer, 0, count);
      pace.read(count);
    }
    return Digest.of(Digest.Algorithm.SHA256, sha256.digest());
  }

  private static MessageDigest digest(Digest.Algorithm algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.jcaName());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm.jcaName(), e);
    }
  }

  /** There were more bytes than allowed. */
  static final class TooManyBytesException extends Exception {
    private static final long serialVersionUID = 1L;
  }
}
