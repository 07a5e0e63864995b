package dev.ggen.libp2p.content;

import java.time.Duration;

/**
 * Limits of downloads.
 *
 * @param maxRunning downloads at once; each needs up to 32 MB of memory
 * @param maxArchiveBytes of one archive
 * @param maxProviders that one download fetches from at once
 * @param deadline for one download as a whole
 * @param patience how long one may go on without a block before it gives up
 * @param leftoverAge how long the files of one that has failed are kept to go on with
 * @param leftoverBytes how much such files may hold; the oldest go first
 */
public record DownloadSettings(
    int maxRunning,
    long maxArchiveBytes,
    int maxProviders,
    Duration deadline,
    Duration patience,
    Duration leftoverAge,
    long leftoverBytes) {
  public DownloadSettings {
    if (maxRunning < 1 || maxProviders < 1) {
      throw new IllegalArgumentException(
          "at least 1 download and 1 provider are needed, not %d and %d"
              .formatted(maxRunning, maxProviders));
    }
  }

  /** What suits packages. */
  public static DownloadSettings defaults() {
    return new DownloadSettings(
        16,
        16L << 30,
        16,
        Duration.ofHours(1),
        Duration.ofMinutes(2),
        Duration.ofDays(7),
        4L << 30);
  }

  /** The same with another one. */
  public DownloadSettings withMaxRunning(int other) {
    return new DownloadSettings(
        other, maxArchiveBytes, maxProviders, deadline, patience, leftoverAge, leftoverBytes);
  }

  /** The same with another one. */
  public DownloadSettings withMaxArchiveBytes(long other) {
    return new DownloadSettings(
        maxRunning, other, maxProviders, deadline, patience, leftoverAge, leftoverBytes);
  }

  /** The same with another one. */
  public DownloadSettings withMaxProviders(int other) {
    return new DownloadSettings(
        maxRunning, maxArchiveBytes, other, deadline, patience, leftoverAge, leftoverBytes);
  }

  /** The same with other ones. */
  public DownloadSettings withTimes(Duration otherDeadline, Duration otherPatience) {
    return new DownloadSettings(
        maxRunning,
        maxArchiveBytes,
        maxProviders,
        otherDeadline,
        otherPatience,
        leftoverAge,
        leftoverBytes);
  }

  /** The same with other ones. */
  public DownloadSettings withLeftovers(Duration age, long bytes) {
    return new DownloadSettings(
        maxRunning, maxArchiveBytes, maxProviders, deadline, patience, age, bytes);
  }
}
