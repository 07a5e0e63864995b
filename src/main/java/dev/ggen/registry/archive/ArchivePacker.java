package dev.ggen.registry.archive;

import dev.ggen.registry.port.RegistryException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Packs a directory into a {@code .tgz} whose bytes depend only on the names, contents and
 * executable bits of its files. Safe for any thread.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class ArchivePacker {
  private final ArchiveLimits limits;

  /** A packer with limits; what it packs, an inspector with the same limits accepts. */
  public ArchivePacker(ArchiveLimits limits) {
    this.limits = limits;
  }

  /**
   * Packs a directory. Nothing is written before manifest and names are known to be sound.
   *
   * @param out gets the archive; not closed
   * @throws RegistryException.InvalidArchive with code {@code no-manifest}, {@code
   *     invalid-manifest} or {@code unsafe-archive} (names that collide or can't be on every
   *     system)
   * @throws RegistryException.TooLarge if a size limit is passed
   * @throws IOException if a file can't be read (the message names all of them) or changes
   *     meanwhile, or the output fails
   */
  public PackReport pack(Path directory, OutputStream out) throws IOException {
    throw new IOException("not built yet: " + limits.toString() + directory + out);
  }
}
