package dev.ggen.libp2p.content;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multihash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * One folder for each download that runs or can go on, in a folder that belongs to one process:
 *
 * <pre>
 * .lock                    held as long as the process uses the folder
 * ROOT-REQUEST/archive     the bytes that are here, at their places
 * ROOT-REQUEST/journal     which ones are, and the inner nodes
 * </pre>
 *
 * Safe for any thread.
 */
final class DownloadFolders implements AutoCloseable {
  static final String ARCHIVE = "archive";
  static final String JOURNAL = "journal";
  private static final int KEY_CHARS = 16;

  private final Path parent;
  private final FileChannel lock;

  private DownloadFolders(Path parent, FileChannel lock) {
    this.parent = parent;
    this.lock = lock;
  }

  /**
   * Takes a folder, making it if need be.
   *
   * @throws IOException if another one uses it
   */
  static DownloadFolders open(Path parent) throws IOException {
    Files.createDirectories(parent);
    FileChannel channel =
        FileChannel.open(
            parent.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return new DownloadFolders(parent, channel);
      }
    } catch (OverlappingFileLockException e) {
      // by this process: the same as by another one
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new IOException("the downloads in " + parent + " are in use by another node");
  }

  /** Where the files of a download belong; the same for an equal request. */
  Path of(DownloadRequest request) {
    ByteBuffer size = ByteBuffer.allocate(Long.BYTES).putLong(request.sizeBytes());
    Bytes key =
        Bytes.concat(
            request.sha256(), request.sha512().orElse(Bytes.EMPTY), Bytes.copyOf(size.array()));
    String hex = Multihash.sha256(key).digest().hex();
    return parent.resolve(request.root().toV1() + "-" + hex.substring(0, KEY_CHARS));
  }

  Path parent() {
    return parent;
  }

  private record Leftover(Path folder, Instant used, long bytes) {}

  /** Removes what is too old, and the oldest of what is too much. */
  void clean(Duration maxAge, long maxBytes, Instant now, Predicate<Path> isRunning)
      throws IOException {
    long left = maxBytes;
    for (Leftover leftover : leftovers(isRunning)) {
      left -= leftover.bytes();
      boolean tooOld = leftover.used().isBefore(now.minus(maxAge));
      if ((tooOld || left < 0) && !isRunning.test(leftover.folder())) {
        remove(leftover.folder());
        left += leftover.bytes();
      }
    }
  }

  /** The youngest first. */
  private List<Leftover> leftovers(Predicate<Path> isRunning) throws IOException {
    List<Leftover> all = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, Files::isDirectory)) {
      for (Path folder : folders) {
        if (!isRunning.test(folder)) {
          all.add(new Leftover(folder, used(folder), size(folder.resolve(ARCHIVE))));
        }
      }
    }
    all.sort(Comparator.comparing(Leftover::used).reversed());
    return all;
  }

  private static Instant used(Path folder) throws IOException {
    Path journal = folder.resolve(JOURNAL);
    return Files.getLastModifiedTime(Files.exists(journal) ? journal : folder).toInstant();
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /** Removes the files of a download, as far as there are any. */
  static void remove(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(ARCHIVE));
    Files.deleteIfExists(folder.resolve(JOURNAL));
    Files.deleteIfExists(folder);
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
