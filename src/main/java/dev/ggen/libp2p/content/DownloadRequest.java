package dev.ggen.libp2p.content;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.Multihash;
import java.util.List;
import java.util.Optional;

/**
 * An archive that is wanted. Requests that are equal but for their hints share one download.
 *
 * @param root of its DAG
 * @param sizeBytes of the whole; anything else is refused
 * @param sha256 of the whole, 32 bytes
 * @param sha512 of the whole, 64 bytes, where it is known
 * @param hints who may have it; asked at once
 */
public record DownloadRequest(
    Cid root, long sizeBytes, Bytes sha256, Optional<Bytes> sha512, List<Provider> hints) {
  private static final int SHA256_BYTES = 32;
  private static final int SHA512_BYTES = 64;

  public DownloadRequest {
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("an archive of " + sizeBytes + " bytes");
    }
    requireSize("SHA-256", sha256, SHA256_BYTES);
    sha512.ifPresent(digest -> requireSize("SHA-512", digest, SHA512_BYTES));
    if (root.hash().code() != Multihash.SHA2_256) {
      throw new IllegalArgumentException(
          "the root %s is hashed by function 0x%x; only sha2-256 is taken"
              .formatted(root, root.hash().code()));
    }
    hints = List.copyOf(hints);
  }

  private static void requireSize(String what, Bytes digest, int size) {
    if (digest.size() != size) {
      throw new IllegalArgumentException(
          "a %s has %d bytes, not %d".formatted(what, size, digest.size()));
    }
  }

  /** Without SHA-512 and hints. */
  public static DownloadRequest of(Cid root, long sizeBytes, Bytes sha256) {
    return new DownloadRequest(root, sizeBytes, sha256, Optional.empty(), List.of());
  }

  /** The same with other ones. */
  public DownloadRequest withHints(List<Provider> others) {
    return new DownloadRequest(root, sizeBytes, sha256, sha512, others);
  }

  /** The same with one. */
  public DownloadRequest withSha512(Bytes digest) {
    return new DownloadRequest(root, sizeBytes, sha256, Optional.of(digest), hints);
  }
}
