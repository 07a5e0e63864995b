package dev.ggen.registry.app;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code registry.feed}: those who wait for changes.
 *
 * @param maxReaders how many may wait at once, in long polls and streams together
 * @param heartbeat how often a stream without changes shows that it lives
 */
public record FeedLimits(Integer maxReaders, Duration heartbeat) {
  /** Checks the bounds. */
  public FeedLimits(@Nullable Integer maxReaders, @Nullable Duration heartbeat) {
    this.maxReaders =
        Setting.between("registry.feed.max-readers", maxReaders, 0, 100_000, "from 0 to 100000");
    this.heartbeat =
        Setting.between(
            "registry.feed.heartbeat",
            heartbeat,
            Duration.ofMillis(100),
            Duration.ofMinutes(5),
            "a time from 100ms to 5m");
  }
}
