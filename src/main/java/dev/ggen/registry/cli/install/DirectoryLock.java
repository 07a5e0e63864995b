package dev.ggen.registry.cli.install;

import dev.ggen.registry.model.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;

/**
 * Lets one process at a time change a directory of packages. The lock lies in the cache, so that an
 * install that fails leaves nothing behind; the system frees it when the process ends.
 */
final class DirectoryLock implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock of a directory.
   *
   * @param locks where locks are kept
   * @param patience how long to wait for another process
   */
  static DirectoryLock take(Path locks, Path directory, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    try {
      Files.createDirectories(locks);
      FileChannel channel =
          FileChannel.open(
              locks.resolve(key(directory)), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      while (!tryLock(channel)) {
        if (System.nanoTime() > end) {
          channel.close();
          throw new InstallException(
              InstallException.Kind.FILES,
              "Another ggen has been changing %s for %d seconds; wait for it to end."
                  .formatted(directory, patience.toSeconds()),
              null);
        }
        Thread.sleep(PAUSE);
      }
      return new DirectoryLock(channel);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InstallException(InstallException.Kind.FILES, "Interrupted.", e);
    } catch (IOException e) {
      throw new InstallException(
          InstallException.Kind.FILES,
          "The cache can't be used: %s. Choose another with XDG_CACHE_HOME."
              .formatted(e.getMessage()),
          e);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static String key(Path directory) throws IOException {
    Path real =
        Files.exists(directory) ? directory.toRealPath() : directory.toAbsolutePath().normalize();
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(real.toString().getBytes(StandardCharsets.UTF_8));
      return Digest.of(Digest.Algorithm.SHA256, hash).hex();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new InstallException(
          InstallException.Kind.FILES, "A lock can't be given back: " + e.getMessage(), e);
    }
  }
}
