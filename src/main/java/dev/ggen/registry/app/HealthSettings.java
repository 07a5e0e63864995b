package dev.ggen.registry.app;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * {@code registry.health}: when this process calls itself unwell.
 *
 * @param minFreeDisk free space in the data directory below which publishing will soon fail
 * @param maxIndexLag changes that search may be behind
 */
public record HealthSettings(DataSize minFreeDisk, Long maxIndexLag) {
  /** Checks the bounds. */
  public HealthSettings(@Nullable DataSize minFreeDisk, @Nullable Long maxIndexLag) {
    this.minFreeDisk =
        Setting.between(
            "registry.health.min-free-disk",
            minFreeDisk,
            DataSize.ofBytes(0),
            DataSize.ofTerabytes(1024),
            "a size from 0B to 1024TB");
    this.maxIndexLag =
        Setting.between(
            "registry.health.max-index-lag", maxIndexLag, 1L, 1_000_000L, "from 1 to 1000000");
  }
}
