package dev.ggen.registry.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** Down if the directory of the archives is gone; low on disk if publishing will soon fail. */
final class DataDirectoryHealth extends AbstractHealthIndicator {
  /** Reading works, publishing will soon not. */
  static final Status LOW_DISK = new Status("LOW_DISK");

  private final Path directory;
  private final long minFreeBytes;

  DataDirectoryHealth(Path directory, long minFreeBytes) {
    super("The data directory can't be read.");
    this.directory = directory;
    this.minFreeBytes = minFreeBytes;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) throws IOException {
    if (!Files.isWritable(directory)) {
      health.down().withDetail("reason", "The data directory is gone or can't be written.");
      return;
    }
    long free = Files.getFileStore(directory).getUsableSpace();
    health
        .status(free < minFreeBytes ? LOW_DISK : Status.UP)
        .withDetail("freeBytes", free)
        .withDetail("minFreeBytes", minFreeBytes);
  }
}
