package dev.ggen.registry.archive;

import dev.ggen.registry.port.Problem;
import dev.ggen.registry.port.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Packs a directory into a {@code .tgz} whose bytes depend only on the names, contents and
 * executable bits of its files. Safe for any thread.
 */
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
   *     system, or content that packs as densely as a bomb)
   * @throws RegistryException.TooLarge if a size limit is passed
   * @throws IOException if a file can't be read (the message names all of them) or changes
   *     meanwhile, or the output fails
   */
  public PackReport pack(Path directory, OutputStream out) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    DirectoryScan scan = new DirectoryScan(limits, Files::isReadable).of(directory);
    ManifestReader.Reading reading = manifest(scan);
    checkSizes(scan);
    write(scan, out);
    return new PackReport(
        reading.manifest(),
        reading.file(),
        List.copyOf(scan.files().keySet()),
        scan.files().values().stream().mapToLong(DirectoryScan.Found::sizeBytes).sum(),
        scan.ignored(),
        scan.links(),
        scan.specialFiles(),
        scan.emptyDirectories(),
        Stream.concat(scan.notes().stream(), reading.notes().stream()).toList());
  }

  private ManifestReader.Reading manifest(DirectoryScan scan) throws IOException {
    RootFiles root = new RootFiles(limits);
    for (Map.Entry<String, DirectoryScan.Found> file : scan.files().entrySet()) {
      try (InputStream content = open(file.getValue())) {
        root.see(entry(file), content);
      }
    }
    try {
      return PackageManifest.of(root);
    } catch (RegistryException.InvalidArchive e) {
      List<String> hidden = scan.ignored().stream().filter(ManifestReader.FILES::contains).toList();
      if (!e.code().equals("no-manifest") || hidden.isEmpty()) {
        throw e;
      }
      throw new RegistryException.InvalidArchive(
          e.code(),
          List.of(
              Problem.of(
                  "There is no manifest: %s is left out by an ignore file; write '!%s' in .ggenignore."
                      .formatted(String.join(", ", hidden), hidden.getFirst()))));
    }
  }

  private void checkSizes(DirectoryScan scan) {
    scan.files()
        .forEach((path, file) -> {
          if (file.sizeBytes() > limits.maxEntryBytes()) {
            throw ArchiveFault.tooLarge(
                "'%s' is larger than %s, the limit for one file."
                    .formatted(path, ArchiveFault.bytes(limits.maxEntryBytes())));
          }
        });
  }

  private void write(DirectoryScan scan, OutputStream out) throws IOException {
    GzipWriter gzip = new GzipWriter(out);
    TarWriter tar = new TarWriter(gzip);
    for (Map.Entry<String, DirectoryScan.Found> file : scan.files().entrySet()) {
      try (InputStream content = open(file.getValue())) {
        tar.write(entry(file), content);
      }
      GzipMember.requireArchiveSize(gzip.writtenBytes(), limits);
    }
    tar.finish();
    gzip.finish();
    GzipMember.requireArchiveSize(gzip.writtenBytes(), limits);
    GzipMember.requireUnpackedSize(gzip.contentBytes(), gzip.writtenBytes(), limits);
  }

  private static InputStream open(DirectoryScan.Found file) throws IOException {
    return Files.newInputStream(file.file(), LinkOption.NOFOLLOW_LINKS);
  }

  private static ArchiveEntry entry(Map.Entry<String, DirectoryScan.Found> file) {
    return new ArchiveEntry(
        RootFiles.PREFIX + file.getKey(),
        false,
        file.getValue().executable(),
        file.getValue().sizeBytes());
  }
}
