package dev.ggen.registry.app;

import dev.ggen.registry.archive.ArchiveLimits;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * {@code registry.limits}: how much one archive may cost. What is not here can't be set: {@link
 * ArchiveLimits#defaults()} has the limits that only damage or malice passes.
 *
 * @param archive length of an archive as it is sent
 * @param unpacked length of everything in it
 * @param entry length of one file in it
 * @param entries files and directories in it
 */
public record LimitSettings(DataSize archive, DataSize unpacked, DataSize entry, Integer entries) {
  private static final DataSize LEAST = DataSize.ofKilobytes(1);
  private static final DataSize MOST = DataSize.ofTerabytes(1);
  private static final String SIZE = "a size from 1KB to 1TB";

  /** Checks the bounds. */
  public LimitSettings(
      @Nullable DataSize archive,
      @Nullable DataSize unpacked,
      @Nullable DataSize entry,
      @Nullable Integer entries) {
    this.archive = Setting.between("registry.limits.archive", archive, LEAST, MOST, SIZE);
    this.unpacked = Setting.between("registry.limits.unpacked", unpacked, LEAST, MOST, SIZE);
    this.entry = Setting.between("registry.limits.entry", entry, LEAST, MOST, SIZE);
    this.entries =
        Setting.between("registry.limits.entries", entries, 1, 10_000_000, "from 1 to 10000000");
  }

  /** The limits of archives with these in place of their defaults. */
  ArchiveLimits archiveLimits() {
    ArchiveLimits defaults = ArchiveLimits.defaults();
    return new ArchiveLimits(
        archive.toBytes(),
        unpacked.toBytes(),
        entries,
        entry.toBytes(),
        defaults.maxRatio(),
        defaults.ratioFloorBytes(),
        defaults.maxPathBytes(),
        defaults.maxPathDepth(),
        defaults.maxManifestBytes(),
        defaults.maxReadmeBytes());
  }
}
