package dev.ggen.registry.app;

import dev.ggen.registry.port.RegistryStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A status that is asked for at most once a second, however many gauges read it. Any thread. */
final class CachedStatus implements RegistryStatus {
  private static final long MAX_AGE_NANOS = Duration.ofSeconds(1).toNanos();

  private final RegistryStatus status;
  private @Nullable Snapshot last;
  private long takenAt;

  CachedStatus(RegistryStatus status) {
    this.status = status;
  }

  @Override
  public synchronized Snapshot snapshot() {
    long now = System.nanoTime();
    if (last == null || now - takenAt > MAX_AGE_NANOS) {
      last = status.snapshot();
      takenAt = now;
    }
    return last;
  }
}
