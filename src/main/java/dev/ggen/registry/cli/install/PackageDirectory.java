package dev.ggen.registry.cli.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A directory of installed packages, {@code <name>} or {@code @scope/<name>} each, and what ggen
 * knows of it. One process at a time, see {@link DirectoryLock}.
 */
final class PackageDirectory {
  private final Path directory;
  private final Disk disk;
  private final DirectoryChange change;

  PackageDirectory(Path directory, Disk disk) {
    this.directory = directory;
    this.disk = disk;
    this.change = new DirectoryChange(directory, disk);
  }

  private Path indexFile() {
    return directory.resolve(".ggen").resolve("installed.json");
  }

  /** Undoes what a crash left half done. */
  void recover() throws IOException {
    if (Files.isDirectory(directory.resolve(".ggen"))) {
      change.recover();
    }
  }

  /**
   * What has to be done so that the directory holds what the lock says.
   *
   * @throws InstallException if something is in the way that ggen did not make
   */
  List<Change> compare(LockFile lock) throws IOException {
    InstalledIndex index = InstalledIndex.read(indexFile());
    List<Change> changes = new ArrayList<>();
    for (LockedPackage locked : lock.packages().values()) {
      changes.add(compare(locked, index.packages().get(locked.name().value())));
    }
    index
        .packages()
        .forEach((name, entry) -> {
          if (lock.packages().keySet().stream().noneMatch(each -> each.value().equals(name))) {
            changes.add(
                new Change(
                    name, entry.version(), null, place(name).toString(), Change.Kind.REMOVED));
          }
        });
    return changes;
  }

  private Change compare(LockedPackage locked, InstalledIndex.@Nullable Entry entry)
      throws IOException {
    String name = locked.name().value();
    Path place = place(name);
    boolean there = Files.exists(place, LinkOption.NOFOLLOW_LINKS);
    if (there && entry == null) {
      throw new InstallException(
          InstallException.Kind.OCCUPIED,
          "%s is there already and ggen did not make it. Move it away, or install elsewhere with --into."
              .formatted(place),
          null);
    }
    Change.Kind kind = kind(locked, entry, place, there);
    String before = entry == null ? null : entry.version();
    return new Change(name, before, locked.version().toString(), place.toString(), kind);
  }

  private static Change.Kind kind(
      LockedPackage locked, InstalledIndex.@Nullable Entry entry, Path place, boolean there)
      throws IOException {
    if (entry == null) {
      return Change.Kind.ADDED;
    }
    if (!entry.sha256().equals(locked.archive().sha256().hex())) {
      return Change.Kind.REPLACED;
    }
    boolean intact =
        there
            && Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)
            && TreeStamp.of(place).equals(entry.stamp());
    return intact ? Change.Kind.UNCHANGED : Change.Kind.REPAIRED;
  }

  private Path place(String name) {
    return directory.resolve(name);
  }

  /**
   * Makes the changes and writes the lock, wholly or not at all.
   *
   * @param archives the verified archive of each package that is added or replaced
   * @return what could not be cleaned up afterwards; empty if all was
   */
  List<String> apply(
      List<Change> changes,
      LockFile lock,
      Path lockFile,
      Map<String, Path> archives,
      Unpacking unpacking)
      throws IOException {
    boolean existed = Files.isDirectory(directory);
    List<Change> work =
        changes.stream().filter(each -> each.kind() != Change.Kind.UNCHANGED).toList();
    Journal journal;
    try {
      Map<String, String> stamps = unpack(work, archives, unpacking);
      journal = journal(work, lock, lockFile);
      change.apply(journal, index(lock, stamps).bytes());
    } catch (IOException | RuntimeException e) {
      abandon(existed, e);
      throw e;
    }
    return cleanUp(work);
  }

  private Map<String, String> unpack(
      List<Change> work, Map<String, Path> archives, Unpacking unpacking) throws IOException {
    Map<String, String> stamps = new TreeMap<>();
    for (int i = 0; i < work.size(); i++) {
      Path archive = archives.get(work.get(i).name());
      if (archive != null) {
        Path target = change.fresh(i);
        Files.createDirectories(target.resolveSibling("."));
        unpacking.unpack(archive, target);
        stamps.put(work.get(i).name(), TreeStamp.of(target));
      }
    }
    return stamps;
  }

  private Journal journal(List<Change> work, LockFile lock, Path lockFile) throws IOException {
    List<Boolean> hadOld = new ArrayList<>();
    for (Change each : work) {
      hadOld.add(Files.exists(place(each.name()), LinkOption.NOFOLLOW_LINKS));
    }
    String before = content(lockFile);
    return new Journal(
        work.stream().map(Change::name).toList(),
        hadOld,
        lockFile.toAbsolutePath().toString(),
        before,
        after(before, lock),
        content(indexFile()));
  }

  /** A lock that says the same is left as it is, whatever its line ends. */
  private static String after(@Nullable String before, LockFile lock) {
    return before != null && LockFileCodec.read(before, "").equals(lock)
        ? before
        : LockFileCodec.write(lock);
  }

  private static @Nullable String content(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file) : null;
  }

  private InstalledIndex index(LockFile lock, Map<String, String> stamps) {
    InstalledIndex before = InstalledIndex.read(indexFile());
    Map<String, InstalledIndex.Entry> after = new TreeMap<>();
    for (LockedPackage locked : lock.packages().values()) {
      String name = locked.name().value();
      String stamp = stamps.get(name);
      InstalledIndex.Entry kept = before.packages().get(name);
      if (stamp != null) {
        String sha256 = locked.archive().sha256().hex();
        after.put(name, new InstalledIndex.Entry(locked.version().toString(), sha256, stamp));
      } else if (kept != null) {
        after.put(name, kept);
      }
    }
    return new InstalledIndex(InstalledIndex.FORMAT, after);
  }

  private List<String> cleanUp(List<Change> work) {
    try {
      change.cleanUp(
          work.stream()
              .filter(each -> each.kind() == Change.Kind.REMOVED)
              .map(each -> place(each.name()))
              .toList());
      return List.of();
    } catch (IOException e) {
      return List.of(
          "Old files are left in %s and will be removed by the next install: %s"
              .formatted(directory.resolve(".ggen"), e.getMessage()));
    }
  }

  /** Leaves no trace of an install that failed. */
  private void abandon(boolean existed, Exception because) {
    try {
      change.cleanUp(List.of());
      if (Files.notExists(indexFile())) {
        disk.delete(directory.resolve(".ggen"));
      }
      if (!existed && Files.isDirectory(directory)) {
        disk.delete(directory);
      }
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }
}
