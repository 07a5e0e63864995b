package dev.ggen.registry.archive;

import dev.ggen.registry.model.Manifest;
import dev.ggen.registry.port.RegistryException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an archive to its end, checks every rule, and tells what is in it. Safe for any thread. */
public final class ArchiveInspector {
  /** How many files a note lists. */
  private static final int MAX_LISTED = 5;

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
    Contents contents = read(archive);
    RootFiles root = contents.root();
    ManifestReader.Reading reading = PackageManifest.of(root);
    List<String> notes = new ArrayList<>(reading.notes());
    noteWindows(contents.impossibleOnWindows(), notes);
    PackageReadme readme =
        PackageReadme.of(
            reading.manifest().readme(),
            root,
            path -> readFile(archive, root.prefix() + path),
            limits.maxReadmeBytes(),
            notes);
    Manifest manifest = readme.namedIn(reading.manifest());
    return new Inspection(
        manifest, reading.file(), readme.text(), contents.files(), contents.unpackedBytes(), notes);
  }

  private record Contents(
      RootFiles root, int files, long unpackedBytes, List<String> impossibleOnWindows) {}

  private Contents read(Path archive) throws IOException {
    RootFiles root = new RootFiles(limits);
    List<String> impossibleOnWindows = new ArrayList<>();
    int files = 0;
    long unpackedBytes = 0;
    try (GzipMember member = GzipMember.open(archive, limits)) {
      TarReader tar = new TarReader(member, limits);
      for (ArchiveEntry entry = tar.next(); entry != null; entry = tar.next()) {
        root.see(entry, tar.content());
        files += entry.directory() ? 0 : 1;
        unpackedBytes += entry.sizeBytes();
        if (impossibleOnWindows.size() <= MAX_LISTED
            && EntryPath.isImpossibleOnWindows(entry.path())) {
          impossibleOnWindows.add(entry.path());
        }
      }
    }
    return new Contents(root, files, unpackedBytes, impossibleOnWindows);
  }

  private static void noteWindows(List<String> paths, List<String> notes) {
    if (!paths.isEmpty()) {
      notes.add(
          "The package can't be unpacked on Windows because of: %s%s."
              .formatted(
                  String.join(", ", paths.subList(0, Math.min(MAX_LISTED, paths.size()))),
                  paths.size() > MAX_LISTED ? " and others" : ""));
    }
  }

  /** Reads the beginning of one file of an archive that was found sound, or gives null. */
  private byte @Nullable [] readFile(Path archive, String path) throws IOException {
    try (GzipMember member = GzipMember.open(archive, limits)) {
      TarReader tar = new TarReader(member, limits);
      for (ArchiveEntry entry = tar.next(); entry != null; entry = tar.next()) {
        if (!entry.directory() && entry.path().equals(path)) {
          return tar.content().readNBytes(limits.maxReadmeBytes() + 1);
        }
      }
      return null;
    }
  }
}
