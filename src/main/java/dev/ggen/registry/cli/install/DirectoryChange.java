package dev.ggen.registry.cli.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Makes one change of a directory of packages and its lock file wholly or not at all: a journal is
 * written, old directories are moved away and new ones in, lock and index are written, and the
 * removal of the journal is what makes it hold. Whatever fails before that is undone, by this
 * process or by the next.
 */
final class DirectoryChange {
  private final Path directory;
  private final Path work;
  private final Disk disk;

  /**
   * @param directory the directory of packages
   * @param disk what makes the changes
   */
  DirectoryChange(Path directory, Disk disk) {
    this.directory = directory;
    this.work = directory.resolve(".ggen").resolve("change");
    this.disk = disk;
  }

  /** Where the new content of a package is to be put before {@link #apply}. */
  Path fresh(int number) {
    return work.resolve("new-" + number);
  }

  private Path old(int number) {
    return work.resolve("old-" + number);
  }

  private Path journal() {
    return work.resolve("journal.json");
  }

  private Path index() {
    return directory.resolve(".ggen").resolve("installed.json");
  }

  /** Undoes what a crash left half done, and cleans up. */
  void recover() throws IOException {
    if (Files.exists(journal())) {
      undo(Journal.read(journal()));
      disk.delete(journal());
    }
    disk.delete(work);
  }

  /** Makes the change; if this throws, nothing has changed. */
  void apply(Journal journal, byte[] indexAfter) throws IOException {
    Files.createDirectories(work);
    disk.write(journal(), journal.bytes());
    try {
      for (int i = 0; i < journal.names().size(); i++) {
        replace(i, directory.resolve(journal.names().get(i)), journal.hadOld().get(i));
      }
      writeLock(journal);
      disk.write(index(), indexAfter);
      disk.delete(journal());
    } catch (IOException | RuntimeException e) {
      undo(journal, e);
      throw e;
    }
  }

  private void replace(int number, Path place, boolean hadOld) throws IOException {
    if (hadOld) {
      disk.move(place, old(number));
    }
    if (Files.exists(fresh(number))) {
      Files.createDirectories(parent(place));
      disk.move(fresh(number), place);
    }
  }

  private void writeLock(Journal journal) throws IOException {
    if (!journal.lockAfter().equals(journal.lockBefore())) {
      Path lock = Path.of(journal.lockFile());
      disk.write(lock, journal.lockAfter().getBytes(StandardCharsets.UTF_8));
    }
  }

  private void undo(Journal journal, Exception because) throws IOException {
    try {
      undo(journal);
      disk.delete(journal());
    } catch (IOException e) {
      because.addSuppressed(e);
      throw new IOException(
          "%s; and it could not be undone: %s. The next install will try again"
              .formatted(because.getMessage(), e.getMessage()),
          because);
    }
  }

  /** Each step looks at what is there, so that it may be done again after a crash. */
  private void undo(Journal journal) throws IOException {
    for (int i = journal.names().size() - 1; i >= 0; i--) {
      Path place = directory.resolve(journal.names().get(i));
      boolean moved = exists(old(i));
      if (exists(place) && (moved || !journal.hadOld().get(i))) {
        disk.delete(place);
      }
      if (moved) {
        Files.createDirectories(parent(place));
        disk.move(old(i), place);
      } else if (!journal.hadOld().get(i)) {
        removeEmptyScope(place);
      }
    }
    restore(Path.of(journal.lockFile()), journal.lockBefore(), journal.lockAfter());
    restore(index(), journal.indexBefore(), null);
  }

  /** Puts a file back, unless somebody else has changed it since. */
  private void restore(Path file, @Nullable String before, @Nullable String after)
      throws IOException {
    if (after != null && !(Files.exists(file) && Files.readString(file).equals(after))) {
      return;
    }
    if (before == null) {
      disk.delete(file);
    } else {
      disk.write(file, before.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Removes what the change needed; the change holds whether this succeeds or not. */
  void cleanUp(Iterable<Path> emptied) throws IOException {
    for (Path place : emptied) {
      removeEmptyScope(place);
    }
    disk.delete(work);
  }

  private void removeEmptyScope(Path place) throws IOException {
    Path parent = parent(place);
    if (!parent.equals(directory) && Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
      try (var children = Files.list(parent)) {
        if (children.findAny().isPresent()) {
          return;
        }
      }
      disk.delete(parent);
    }
  }

  private static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalArgumentException(path + " has no parent");
    }
    return parent;
  }
}
