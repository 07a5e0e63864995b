package dev.ggen.registry.archive;

import dev.ggen.registry.port.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Unpacks archives wholly or not at all. Safe for any thread. */
public final class ArchiveUnpacker {
  private final ArchiveLimits limits;

  /** An unpacker with limits. */
  public ArchiveUnpacker(ArchiveLimits limits) {
    this.limits = limits;
  }

  /**
   * Unpacks a {@code .tgz} beside the target and renames the result to it, so that the target is
   * there completely or not at all. A common {@code package/} is left away. Modes follow the umask;
   * of the archive's only the executable bit counts. Files are not forced to the disk.
   *
   * @param target a directory that does not exist yet; its parents are made
   * @throws RegistryException.InvalidArchive with code {@code broken-archive} or {@code
   *     unsafe-archive}
   * @throws RegistryException.TooLarge if a size limit is passed
   * @throws FileAlreadyExistsException if there is something at the target
   * @throws IOException if a file can't be read or written
   */
  public void unpack(Path archive, Path target) throws IOException {
    Path absolute = target.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    if (parent == null || Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    Files.createDirectories(parent);
    Path work = parent.resolve("." + absolute.getFileName() + ".unpack-" + UUID.randomUUID());
    Files.createDirectory(work);
    try {
      extract(archive, work);
      Files.move(rootOf(work), absolute, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      removeAfter(e, work);
      throw e;
    }
    remove(work);
  }

  private static void removeAfter(Exception fault, Path work) {
    try {
      remove(work);
    } catch (IOException e) {
      fault.addSuppressed(e);
    }
  }

  private void extract(Path archive, Path work) throws IOException {
    try (GzipMember member = GzipMember.open(archive, limits)) {
      TarReader tar = new TarReader(member, limits);
      for (ArchiveEntry entry = tar.next(); entry != null; entry = tar.next()) {
        Path place = placeOf(entry, work);
        if (entry.directory()) {
          Files.createDirectories(place);
        } else {
          Files.createDirectories(place.resolveSibling(""));
          write(tar.content(), place, entry.executable());
        }
      }
    }
  }

  private static Path placeOf(ArchiveEntry entry, Path work) throws IOException {
    try {
      Path place = work.resolve(entry.path());
      if (!place.normalize().startsWith(work) || !place.normalize().equals(place)) {
        throw ArchiveFault.unsafe(entry.path(), "The path leaves the package on this system.");
      }
      return place;
    } catch (InvalidPathException e) {
      throw new IOException(
          "This system can't have a file named '%s'; for names beyond ASCII set LC_ALL=C.UTF-8."
              .formatted(ArchiveFault.shown(entry.path())),
          e);
    }
  }

  private static void write(InputStream content, Path file, boolean executable) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      content.transferTo(out);
    }
    PosixFileAttributeView view =
        executable ? Files.getFileAttributeView(file, PosixFileAttributeView.class) : null;
    if (view != null) {
      view.setPermissions(withExecute(view.readAttributes().permissions()));
    }
  }

  /** Who may read may execute. */
  private static Set<PosixFilePermission> withExecute(Set<PosixFilePermission> permissions) {
    EnumSet<PosixFilePermission> result = EnumSet.copyOf(permissions);
    result.add(PosixFilePermission.OWNER_EXECUTE);
    if (permissions.contains(PosixFilePermission.GROUP_READ)) {
      result.add(PosixFilePermission.GROUP_EXECUTE);
    }
    if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
      result.add(PosixFilePermission.OTHERS_EXECUTE);
    }
    return result;
  }

  /** Npm's {@code package} if everything is in it, else the directory itself. */
  private static Path rootOf(Path work) throws IOException {
    Path wrapper = work.resolve("package");
    try (Stream<Path> children = Files.list(work)) {
      return children.toList().equals(List.of(wrapper)) && Files.isDirectory(wrapper)
          ? wrapper
          : work;
    }
  }

  private static void remove(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
