package dev.ggen.registry.cli.install;

import dev.ggen.registry.model.ArchiveFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Archives on this machine by their SHA-256. What is visible in it is whole and verified; processes
 * may share it. Thread-safe.
 */
public final class ArchiveCache {
  /** How long the beginning of an archive waits for its rest. */
  static final Duration PARTIAL_AGE = Duration.ofDays(7);

  private final Path directory;

  /**
   * @param directory where it is; made when something is kept
   */
  public ArchiveCache(Path directory) {
    this.directory = directory;
  }

  /** The archive, if it is here; checked again, and thrown away if it has been damaged. */
  public Optional<Path> find(ArchiveFacts facts) {
    Path file = place(facts);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      if (ArchiveCheck.matches(file, facts)) {
        return Optional.of(file);
      }
      Files.deleteIfExists(file);
      return Optional.empty();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Makes a verified file visible; it survives a crash from then on. */
  Path keep(Path verified, ArchiveFacts facts) {
    Path file = place(facts);
    try {
      Path parent = Files.createDirectories(shelf(facts));
      force(verified, StandardOpenOption.WRITE);
      Files.move(verified, file, StandardCopyOption.ATOMIC_MOVE);
      force(parent, StandardOpenOption.READ);
      return file;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Where the beginning of an archive is kept until the rest has come. */
  Path partial(ArchiveFacts facts) {
    Path partials = directory.resolve("partial");
    try {
      Files.createDirectories(partials);
    } catch (IOException e) {
      throw failure(e);
    }
    return partials.resolve(facts.sha256().hex());
  }

  /** Removes beginnings that nobody came back for. */
  public void removeOldPartials() {
    FileTime old = FileTime.from(Instant.now().minus(PARTIAL_AGE));
    Path partials = directory.resolve("partial");
    if (!Files.isDirectory(partials)) {
      return;
    }
    try (Stream<Path> files = Files.list(partials)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.getLastModifiedTime(file).compareTo(old) < 0) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw failure(e);
    }
  }

  private Path place(ArchiveFacts facts) {
    return shelf(facts).resolve(facts.sha256().hex() + ".tgz");
  }

  private Path shelf(ArchiveFacts facts) {
    return directory.resolve(facts.sha256().hex().substring(0, 2));
  }

  private static void force(Path path, StandardOpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(path, option)) {
      channel.force(true);
    }
  }

  private InstallException failure(Exception cause) {
    return new InstallException(
        InstallException.Kind.FILES,
        "The cache %s can't be used: %s. Free space or choose another with XDG_CACHE_HOME."
            .formatted(directory, cause.getMessage()),
        cause);
  }
}
