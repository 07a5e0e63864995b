package dev.ggen.registry.blob;

import dev.ggen.registry.model.ArchiveFacts;
import dev.ggen.registry.model.Digest;
import dev.ggen.registry.port.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A store of bytes under their SHA-256. Every method may be called from any thread, and by several
 * processes on one directory. An {@link IOException} means that the disk failed.
 */
public interface BlobStore extends AutoCloseable {
  /**
   * Takes bytes in, hashing them as they come. They become a blob by {@link StagedBlob#keep()}.
   *
   * @param content read to its end or to the first fault, not closed
   * @param maxBytes how many at the most
   * @throws RegistryException.TooLarge if there are more
   * @throws IOException if reading or writing fails; then nothing is left behind
   */
  StagedBlob stage(InputStream content, long maxBytes) throws IOException;

  /**
   * Takes in a finished file whose digests were taken while it was written. It is moved, not
   * copied, so it must lie on the same file system.
   *
   * @param facts digests and length of the file, which the caller vouches for
   */
  void adopt(Path file, ArchiveFacts facts) throws IOException;

  /** Whoever uses blobs that no version refers to says so: {@link #sweep} leaves them alone. */
  void claim(Predicate<Digest> claimant);

  /** The blob of a SHA-256, if it is here. */
  Optional<Blob> find(Digest sha256) throws IOException;

  /**
   * Removes a blob.
   *
   * @return true if it was here
   */
  boolean delete(Digest sha256) throws IOException;

  /** How much is kept; counts files, so it takes time with many. */
  Usage usage() throws IOException;

  /**
   * Hashes every blob again and moves damaged ones away, so that {@link #find} no longer gives
   * them.
   *
   * @param listener is told of each blob, on the calling thread
   * @param maxBytesPerSecond how fast to read, to leave the disk to others
   */
  Scrub scrub(ScrubListener listener, long maxBytesPerSecond)
      throws IOException, InterruptedException;

  /**
   * Removes blobs that nobody knows of: those of publishes that failed after the bytes were kept.
   *
   * @param isReferenced asked for each old enough blob, just before it is removed
   * @param minAge younger ones stay, because their publish may still be under way
   * @return what was removed
   */
  List<Digest> sweep(Predicate<Digest> isReferenced, Duration minAge) throws IOException;

  /** Ends the use of the directory by this process. */
  @Override
  void close() throws IOException;

  /**
   * How much is kept.
   *
   * @param blobs how many
   * @param bytes sum of their lengths
   */
  record Usage(long blobs, long bytes) {}

  /**
   * The outcome of a scrub.
   *
   * @param checked how many blobs were hashed
   * @param bytes sum of their lengths
   * @param damaged those that were moved away
   * @param unreadable those that the disk would not give; they stay where they are
   */
  record Scrub(long checked, long bytes, List<Digest> damaged, List<Digest> unreadable) {
    /** Copies the lists. */
    public Scrub {
      damaged = List.copyOf(damaged);
      unreadable = List.copyOf(unreadable);
    }
  }

  /** Is told how a scrub goes on. */
  interface ScrubListener {
    /** A blob is as it was. */
    default void sound(Blob blob) {}

    /** A blob is damaged and was moved away. */
    default void damaged(Blob blob) {}

    /** The disk would not give a blob; it stays where it is. */
    default void unreadable(Blob blob, IOException fault) {}
  }
}
