package dev.ggen.registry.cli.install;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of an archive, continued where an earlier attempt stopped. A lock file beside it
 * says that one process is at it; another one at the same archive works on a file of its own. One
 * thread.
 */
final class PartialFile implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private final @Nullable FileChannel lock;
  private ArchiveCheck check = new ArchiveCheck();

  private PartialFile(Path path, @Nullable FileChannel lock) throws IOException {
    this.path = path;
    this.lock = lock;
    this.channel = open(path);
    Channels.newInputStream(channel).transferTo(check);
  }

  /** Opens the beginning that is there, or begins. */
  static PartialFile at(Path path) throws IOException {
    Optional<FileChannel> lock = lock(path.resolveSibling(path.getFileName() + ".lock"));
    if (lock.isPresent()) {
      return new PartialFile(path, lock.get());
    }
    return new PartialFile(
        Files.createTempFile(path.getParent(), path.getFileName() + "-", ""), null);
  }

  private static FileChannel open(Path path) throws IOException {
    return FileChannel.open(
        path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static Optional<FileChannel> lock(Path path) throws IOException {
    FileChannel channel = open(path);
    try {
      if (channel.tryLock() != null) {
        return Optional.of(channel);
      }
    } catch (OverlappingFileLockException e) {
      // Another thread of this process has it: the same as another process.
    }
    channel.close();
    return Optional.empty();
  }

  Path path() {
    return path;
  }

  /** What is there so far. */
  ArchiveCheck check() {
    return check;
  }

  /** Throws away what is there. */
  void restart() throws IOException {
    channel.truncate(0);
    check = new ArchiveCheck();
  }

  /** Adds a part. */
  void append(byte[] bytes, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
    long position = check.sizeBytes();
    while (buffer.hasRemaining()) {
      position += channel.write(buffer, position);
    }
    check.write(bytes, 0, length);
  }

  /** Gives it free; what is there stays for the next attempt, unless it was only for this one. */
  @Override
  public void close() throws IOException {
    channel.close();
    if (lock == null) {
      Files.deleteIfExists(path);
    } else {
      lock.close();
    }
  }
}
