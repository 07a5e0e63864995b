package dev.ggen.registry.app;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * {@code registry.archives}: how archives are served.
 *
 * @param cache memory for archives of up to 64 KiB
 */
public record ArchiveSettings(DataSize cache) {
  /** Checks the bounds. */
  public ArchiveSettings(@Nullable DataSize cache) {
    this.cache =
        Setting.between(
            "registry.archives.cache",
            cache,
            DataSize.ofBytes(0),
            DataSize.ofGigabytes(16),
            "a size from 0B to 16GB");
  }
}
