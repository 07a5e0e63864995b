package dev.ggen.registry.cli.install;

import dev.ggen.registry.model.ArchiveFacts;
import dev.ggen.registry.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** Counts and hashes the bytes that pass. One archive, one thread. */
public final class ArchiveCheck extends OutputStream {
  private static final int BUFFER_BYTES = 64 << 10;

  private final MessageDigest sha256 = digest(Digest.Algorithm.SHA256);
  private final MessageDigest sha512 = digest(Digest.Algorithm.SHA512);
  private long sizeBytes;

  /** What identifies the bytes of a file. */
  public static ArchiveFacts factsOf(Path file) throws IOException {
    ArchiveCheck check = new ArchiveCheck();
    try (InputStream source = Files.newInputStream(file)) {
      source.transferTo(check);
    }
    return check.facts();
  }

  /** True if the file has the size and SHA-256; quicker than everything. */
  static boolean matches(Path file, ArchiveFacts expected) throws IOException {
    if (Files.size(file) != expected.sizeBytes()) {
      return false;
    }
    MessageDigest digest = digest(Digest.Algorithm.SHA256);
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream source = Files.newInputStream(file)) {
      for (int count = source.read(buffer); count >= 0; count = source.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return Digest.of(Digest.Algorithm.SHA256, digest.digest()).equals(expected.sha256());
  }

  private static MessageDigest digest(Digest.Algorithm algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.jcaName());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has " + algorithm.jcaName(), e);
    }
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    sha256.update(bytes, offset, length);
    sha512.update(bytes, offset, length);
    sizeBytes += length;
  }

  /** So many bytes have passed. */
  long sizeBytes() {
    return sizeBytes;
  }

  /** What identifies the bytes that have passed so far. */
  ArchiveFacts facts() {
    return new ArchiveFacts(
        Digest.of(Digest.Algorithm.SHA256, soFar(sha256)),
        Digest.of(Digest.Algorithm.SHA512, soFar(sha512)),
        sizeBytes);
  }

  private static byte[] soFar(MessageDigest digest) {
    try {
      return ((MessageDigest) digest.clone()).digest();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("The JDK's digests can be cloned.", e);
    }
  }

  /** What differs between what came and what was promised; nothing if they are the same. */
  static Optional<String> difference(ArchiveFacts came, ArchiveFacts promised) {
    if (came.sizeBytes() != promised.sizeBytes()) {
      return Optional.of(
          "it has %,d bytes, not %,d".formatted(came.sizeBytes(), promised.sizeBytes()));
    }
    if (!came.sha256().equals(promised.sha256())) {
      return Optional.of(
          "its sha256 is %s, not %s".formatted(came.sha256().hex(), promised.sha256().hex()));
    }
    if (!came.sha512().equals(promised.sha512())) {
      return Optional.of(
          "its integrity is %s, not %s"
              .formatted(came.sha512().integrity(), promised.sha512().integrity()));
    }
    return Optional.empty();
  }
}
