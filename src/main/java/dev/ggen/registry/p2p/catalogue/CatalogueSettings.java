package dev.ggen.registry.p2p.catalogue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a catalogue is kept.
 *
 * @param folder where its file and its index lie; without one the records are kept in memory and
 *     the index in a temporary folder
 * @param limits what strangers may cost
 * @param maxSkew how far in the future a publication may lie; until then it is shown as of now,
 *     beyond that refused
 * @param cacheMegabytes pages of the file in memory; the rest is the system's file cache
 */
public record CatalogueSettings(
    Optional<Path> folder, AdmissionLimits limits, Duration maxSkew, int cacheMegabytes) {
  /** Clocks of computers that are set at all differ by less. */
  public static final Duration DEFAULT_MAX_SKEW = Duration.ofMinutes(10);

  private static final int DEFAULT_CACHE_MEGABYTES = 16;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public CatalogueSettings {
    if (maxSkew.isNegative()) {
      throw new IllegalArgumentException("max-skew must not be negative: " + maxSkew);
    }
    if (cacheMegabytes < 1) {
      throw new IllegalArgumentException("cache-megabytes must be positive: " + cacheMegabytes);
    }
  }

  /** The defaults, in a folder. */
  public static CatalogueSettings in(Path folder) {
    return new CatalogueSettings(
        Optional.of(folder), AdmissionLimits.DEFAULTS, DEFAULT_MAX_SKEW, DEFAULT_CACHE_MEGABYTES);
  }

  /** The defaults, without a trace on disk after the end. */
  public static CatalogueSettings inMemory() {
    return new CatalogueSettings(
        Optional.empty(), AdmissionLimits.DEFAULTS, DEFAULT_MAX_SKEW, DEFAULT_CACHE_MEGABYTES);
  }

  /** The same with other limits. */
  public CatalogueSettings with(AdmissionLimits newLimits) {
    return new CatalogueSettings(folder, newLimits, maxSkew, cacheMegabytes);
  }
}
