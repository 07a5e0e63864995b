package dev.ggen.registry.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The directory in which this process takes bytes in. It holds a lock on a file beside it for as
 * long as it lives, so that the next process to start knows which directories were left by crashes.
 */
final class StagingArea implements AutoCloseable {
  private static final String LOCK = ".lock";

  private final Path directory;
  private final Path lockFile;
  private final FileChannel lock;
  private final AtomicLong next = new AtomicLong();

  private StagingArea(Path directory, Path lockFile, FileChannel lock) {
    this.directory = directory;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /** Makes an area of its own, after removing those of processes that are gone. */
  static StagingArea open(Path parent) throws IOException {
    Files.createDirectories(parent);
    removeLeftovers(parent);
    Path directory = parent.resolve(UUID.randomUUID().toString());
    Path lockFile = lockFileOf(directory);
    FileChannel lock =
        FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    if (lock.tryLock() == null) {
      throw new IOException("Somebody locked the new file " + lockFile);
    }
    Files.createDirectory(directory);
    return new StagingArea(directory, lockFile, lock);
  }

  private static Path lockFileOf(Path directory) {
    return directory.resolveSibling(directory.getFileName() + LOCK);
  }

  private static void removeLeftovers(Path parent) throws IOException {
    for (Path file : children(parent)) {
      String name = file.getFileName().toString();
      if (name.endsWith(LOCK) && isFree(file)) {
        remove(parent.resolve(name.substring(0, name.length() - LOCK.length())));
        Files.deleteIfExists(file);
      }
    }
  }

  private static boolean isFree(Path lockFile) throws IOException {
    try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void remove(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      for (Path file : children(directory)) {
        Files.delete(file);
      }
      Files.delete(directory);
    }
  }

  private static List<Path> children(Path directory) throws IOException {
    try (Stream<Path> found = Files.list(directory)) {
      return found.toList();
    }
  }

  /** A path for new bytes; no file lies there yet. */
  Path newFile() {
    return directory.resolve(Long.toString(next.incrementAndGet()));
  }

  @Override
  public void close() throws IOException {
    remove(directory);
    lock.close();
    Files.deleteIfExists(lockFile);
  }
}
