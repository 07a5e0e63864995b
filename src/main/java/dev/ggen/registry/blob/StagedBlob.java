package dev.ggen.registry.blob;

import dev.ggen.registry.model.ArchiveFacts;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Bytes that have arrived and are not kept yet. Closing throws them away unless they were kept.
 * Belongs to one thread.
 */
public interface StagedBlob extends AutoCloseable {
  /** Digests and length of the bytes, taken while they arrived. */
  ArchiveFacts facts();

  /** The file that holds the bytes, until they are thrown away. */
  Path path();

  /**
   * Makes the bytes a blob that survives a crash of the machine, in the place of one that is there
   * already. A second call does nothing.
   *
   * @throws IOException if the disk refuses; then nothing is promised, and a blob that may be there
   *     nevertheless goes with the next {@link BlobStore#sweep}
   */
  void keep() throws IOException;

  /** Removes the bytes if they were not kept. */
  @Override
  void close() throws IOException;
}
