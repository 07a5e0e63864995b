package dev.ggen.registry.archive;

/**
 * How much an archive may ask of who reads it. A limit may be reached, not passed.
 *
 * @param maxArchiveBytes compressed length; what one upload may cost in disk and time
 * @param maxUnpackedBytes length of all entries, headers and padding included; what one install may
 *     cost in disk
 * @param maxEntries files and directories; their paths are held in memory to find collisions
 * @param maxEntryBytes length of one file
 * @param maxRatio unpacked length per compressed length beyond the floor; text packs to a tenth,
 *     bombs to a thousandth
 * @param ratioFloorBytes unpacked length below which the ratio does not matter
 * @param maxPathBytes length of a path in UTF-8
 * @param maxPathDepth components of a path
 * @param maxManifestBytes length of a manifest; it is parsed in memory, and parsing TOML takes
 *     seconds for each MiB
 * @param maxReadmeBytes how much of the read-me is kept; the rest is cut off with a note
 */
public record ArchiveLimits(
    long maxArchiveBytes,
    long maxUnpackedBytes,
    int maxEntries,
    long maxEntryBytes,
    int maxRatio,
    long ratioFloorBytes,
    int maxPathBytes,
    int maxPathDepth,
    int maxManifestBytes,
    int maxReadmeBytes) {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final ArchiveLimits DEFAULTS =
      new ArchiveLimits(
          2 * GIB, 8 * GIB, 100_000, 4 * GIB, 200, 16 * MIB, 1024, 64, 256 << 10, 256 << 10);

  /** Checks that each limit is positive. */
  public ArchiveLimits {
    requirePositive("maxArchiveBytes", maxArchiveBytes);
    requirePositive("maxUnpackedBytes", maxUnpackedBytes);
    requirePositive("maxEntries", maxEntries);
    requirePositive("maxEntryBytes", maxEntryBytes);
    requirePositive("maxRatio", maxRatio);
    requirePositive("ratioFloorBytes", ratioFloorBytes);
    requirePositive("maxPathBytes", maxPathBytes);
    requirePositive("maxPathDepth", maxPathDepth);
    requirePositive("maxManifestBytes", maxManifestBytes);
    requirePositive("maxReadmeBytes", maxReadmeBytes);
  }

  private static void requirePositive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, not " + value);
    }
  }

  /** Limits that fit a public registry: 2 GiB packed, 8 GiB unpacked. */
  public static ArchiveLimits defaults() {
    return DEFAULTS;
  }
}
