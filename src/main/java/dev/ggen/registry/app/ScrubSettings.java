package dev.ggen.registry.app;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * {@code registry.scrub}: when kept archives are read again and compared with their digests.
 *
 * @param every time from the end of one scrub to the next; zero: never
 * @param rate bytes to read in a second
 */
public record ScrubSettings(Duration every, DataSize rate) {
  /** Checks the bounds. */
  public ScrubSettings(@Nullable Duration every, @Nullable DataSize rate) {
    this.every =
        Setting.between(
            "registry.scrub.every", every, Duration.ZERO, Duration.ofDays(365), "from 0s to 365d");
    this.rate =
        Setting.between(
            "registry.scrub.rate",
            rate,
            DataSize.ofKilobytes(1),
            DataSize.ofGigabytes(100),
            "a size from 1KB to 100GB");
  }
}
