package dev.ggen.registry.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * A directory for the unfinished files of one store in one process. A lock that ends with the
 * process tells the others that it lives; what dead processes left is handed over for cleaning when
 * the next one opens. Safe for any thread.
 */
final class StagingArea implements AutoCloseable {
  private static final String LOCK = ".lock";

  /** Clearing takes milliseconds; who holds the lock longer hangs. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(30);

  private static final Duration RETRY = Duration.ofMillis(10);

  /**
   * The areas of this process. Its own locks must not be tried: closing any channel on a locked
   * file would end the lock (POSIX). Guarded by itself, and held while any area is opened.
   */
  private static final Set<Path> OURS = new HashSet<>();

  private final Path directory;
  private final FileChannel lock;

  private StagingArea(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /** Deals with a file that a dead process left. */
  interface Leftovers {
    /** Moves or deletes the file. */
    void clear(Path file) throws IOException;
  }

  /** Makes an area below a directory, after clearing those of dead processes. */
  static StagingArea open(Path parent, Leftovers leftovers) throws IOException {
    Files.createDirectories(parent);
    Path real = parent.toRealPath();
    synchronized (OURS) {
      try (FileChannel gate = openLock(real)) {
        pass(gate, real);
        for (Path area : areas(real)) {
          if (!OURS.contains(area)) {
            clearIfDead(area, leftovers);
          }
        }
        return create(real.resolve(UUID.randomUUID().toString()));
      }
    }
  }

  /** One process at a time makes and clears areas; the lock ends when the channel is closed. */
  private static void pass(FileChannel gate, Path parent) throws IOException {
    Instant deadline = Instant.now().plus(MAX_WAIT);
    while (gate.tryLock() == null) {
      if (Instant.now().isAfter(deadline)) {
        throw new IOException(
            "Another process has been opening %s for %s.".formatted(parent, MAX_WAIT));
      }
      LockSupport.parkNanos(RETRY.toNanos());
    }
  }

  private static FileChannel openLock(Path directory) throws IOException {
    return FileChannel.open(
        directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static List<Path> areas(Path parent) throws IOException {
    List<Path> areas = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(parent, Files::isDirectory)) {
      stream.forEach(areas::add);
    }
    return areas;
  }

  private static StagingArea create(Path directory) throws IOException {
    Files.createDirectory(directory);
    FileChannel channel = openLock(directory);
    if (channel.tryLock() == null) {
      channel.close();
      throw new IOException("The new directory " + directory + " is locked already.");
    }
    OURS.add(directory);
    return new StagingArea(directory, channel);
  }

  private static void clearIfDead(Path area, Leftovers leftovers) throws IOException {
    try (FileChannel channel = openLock(area)) {
      FileLock held = channel.tryLock();
      if (held == null) {
        return; // its process lives
      }
      clear(area, leftovers);
    }
    Files.deleteIfExists(area.resolve(LOCK));
    Files.delete(area);
  }

  private static void clear(Path area, Leftovers leftovers) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(area)) {
      stream.forEach(files::add);
    }
    for (Path file : files) {
      if (!file.endsWith(LOCK)) {
        leftovers.clear(file);
      }
    }
  }

  /** A file in the area that does not exist yet; its name begins as given. */
  Path newFile(String prefix) {
    return directory.resolve(prefix + UUID.randomUUID());
  }

  /** Ends the area; files in it are cleared by the next process that opens. */
  @Override
  public void close() throws IOException {
    synchronized (OURS) {
      if (OURS.remove(directory)) {
        lock.close();
      }
    }
  }
}
