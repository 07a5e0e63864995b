package dev.ggen.libp2p.content;

import dev.ggen.libp2p.multiformats.Bytes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The digests of an archive, of its bytes in order. Belongs to the thread of its download. */
final class WholeHash {
  private final DownloadRequest expected;
  private final MessageDigest sha256 = digest("SHA-256");
  private final @Nullable MessageDigest sha512;
  private long bytes;

  WholeHash(DownloadRequest expected) {
    this.expected = expected;
    this.sha512 = expected.sha512().isPresent() ? digest("SHA-512") : null;
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  /** How many bytes were hashed. */
  long bytes() {
    return bytes;
  }

  /** Hashes the bytes that come next. The buffer is left as it is. */
  void update(ByteBuffer next) {
    bytes += next.remaining();
    sha256.update(next.duplicate());
    if (sha512 != null) {
      sha512.update(next.duplicate());
    }
  }

  /** Why the whole is not what is expected; nothing if it is. Ends the use of this. */
  Optional<String> fault() {
    if (bytes != expected.sizeBytes()) {
      return Optional.of("it has %d bytes, not %d".formatted(bytes, expected.sizeBytes()));
    }
    Bytes actual256 = Bytes.copyOf(sha256.digest());
    if (!actual256.equals(expected.sha256())) {
      return Optional.of(differs("SHA-256", actual256, expected.sha256()));
    }
    if (sha512 != null) {
      Bytes actual512 = Bytes.copyOf(sha512.digest());
      Bytes expected512 = expected.sha512().orElseThrow();
      if (!actual512.equals(expected512)) {
        return Optional.of(differs("SHA-512", actual512, expected512));
      }
    }
    return Optional.empty();
  }

  private static String differs(String algorithm, Bytes actual, Bytes wanted) {
    return "its %s is %s, not %s".formatted(algorithm, actual.hex(), wanted.hex());
  }
}
