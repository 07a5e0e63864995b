package dev.ggen.registry.cli;

import dev.ggen.registry.archive.ArchiveInspector;
import dev.ggen.registry.archive.ArchiveLimits;
import dev.ggen.registry.archive.ArchivePacker;
import dev.ggen.registry.archive.Inspection;
import dev.ggen.registry.archive.PackReport;
import dev.ggen.registry.model.Manifest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An archive that is ready to be published: checked here, so that faults are told before anything
 * is sent. Removes what it made when it is closed.
 *
 * @param file the archive
 * @param manifest what the package says of itself
 * @param manifestFile the file that says it
 * @param files how many files are in it
 * @param unpackedBytes sum of their lengths
 * @param report what was packed and left out, or null if it was an archive already
 * @param notes what the publisher should know
 */
record PreparedArchive(
    Path file,
    Manifest manifest,
    String manifestFile,
    int files,
    long unpackedBytes,
    @Nullable PackReport report,
    List<String> notes)
    implements AutoCloseable {

  /**
   * Packs a directory, or checks an archive.
   *
   * @throws dev.ggen.registry.port.RegistryException if it breaks a rule
   */
  static PreparedArchive of(Path path) throws IOException {
    if (Files.notExists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    return Files.isDirectory(path) ? ofDirectory(path) : ofArchive(path);
  }

  private static PreparedArchive ofArchive(Path path) throws IOException {
    Inspection found = new ArchiveInspector(ArchiveLimits.defaults()).inspect(path);
    return new PreparedArchive(
        path,
        found.manifest(),
        found.manifestFile(),
        found.files(),
        found.unpackedBytes(),
        null,
        found.notes());
  }

  private static PreparedArchive ofDirectory(Path directory) throws IOException {
    Path file = Files.createTempFile("ggen-", ".tgz");
    try {
      PackReport report;
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
        report = new ArchivePacker(ArchiveLimits.defaults()).pack(directory, out);
      }
      return new PreparedArchive(
          file,
          report.manifest(),
          report.manifestFile(),
          report.files().size(),
          report.unpackedBytes(),
          report,
          report.notes());
    } catch (IOException | RuntimeException e) {
      Files.delete(file);
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    if (report != null) {
      Files.deleteIfExists(file);
    }
  }
}
