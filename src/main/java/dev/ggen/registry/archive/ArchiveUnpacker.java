package dev.ggen.registry.archive;

import dev.ggen.registry.port.RegistryException;
import java.io.IOException;
import java.nio.file.Path;

/** Unpacks archives wholly or not at all. Safe for any thread. */
@SuppressWarnings("DoNotCallSuggester")
public final class ArchiveUnpacker {
  private final ArchiveLimits limits;

  /** An unpacker with limits. */
  public ArchiveUnpacker(ArchiveLimits limits) {
    this.limits = limits;
  }

  /**
   * Unpacks a {@code .tgz} beside the target and renames the result to it, so that the target is
   * there completely or not at all. A common {@code package/} is left away.
   *
   * @param target a directory that does not exist yet; its parents are made
   * @throws RegistryException.InvalidArchive with code {@code broken-archive} or {@code
   *     unsafe-archive}
   * @throws RegistryException.TooLarge if a size limit is passed
   * @throws java.nio.file.FileAlreadyExistsException if there is something at the target
   * @throws IOException if a file can't be read or written
   */
  public void unpack(Path archive, Path target) throws IOException {
    throw new IOException("not built yet: " + limits.toString() + archive + target);
  }
}
