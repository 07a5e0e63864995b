package dev.ggen.registry.p2p.catalogue;

import java.time.Duration;

/**
 * What strangers may cost. A limit may be reached, not passed; none holds for what this node
 * publishes itself, and the shares do not hold for publishers that a trusted registry or a person
 * has named owner.
 *
 * @param maxRecords records and grants of the whole catalogue; a record takes about 1 KB of disk
 *     and 100 bytes of memory
 * @param maxRecordsPerPublisher records of one publisher
 * @param maxBytesPerPublisher their envelopes' bytes
 * @param burst records of one publisher that may come at once by announcement or answer; catalogues
 *     that are compared are bounded by count only
 * @param refill how long until one more may
 */
public record AdmissionLimits(
    int maxRecords,
    int maxRecordsPerPublisher,
    long maxBytesPerPublisher,
    int burst,
    Duration refill) {

  /** Fits a network of 200,000 versions in which few publish more than a thousand. */
  public static final AdmissionLimits DEFAULTS =
      new AdmissionLimits(200_000, 5_000, 8L << 20, 200, Duration.ofSeconds(1));

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public AdmissionLimits {
    requirePositive("max-records", maxRecords);
    requirePositive("max-records-per-publisher", maxRecordsPerPublisher);
    requirePositive("max-bytes-per-publisher", maxBytesPerPublisher);
    requirePositive("burst", burst);
    requirePositive("refill", refill.toNanos());
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be positive, not " + value);
    }
  }

  /** The same with another number of records in all. */
  public AdmissionLimits withMaxRecords(int newMaxRecords) {
    return new AdmissionLimits(
        newMaxRecords, maxRecordsPerPublisher, maxBytesPerPublisher, burst, refill);
  }

  /** The same with other shares. */
  public AdmissionLimits withShares(int records, long bytes) {
    return new AdmissionLimits(maxRecords, records, bytes, burst, refill);
  }

  /** The same with another rate. */
  public AdmissionLimits withRate(int newBurst, Duration newRefill) {
    return new AdmissionLimits(
        maxRecords, maxRecordsPerPublisher, maxBytesPerPublisher, newBurst, newRefill);
  }

  /**
   * Names that are remembered: as many again as records, so that pins outlive records that had to
   * give way.
   */
  int maxNames() {
    return (int) Math.min(Integer.MAX_VALUE, 2L * maxRecords);
  }
}
