package dev.ggen.registry.p2p.reconcile;

/**
 * What one session may cost, whatever the peer says it has. What does not fit is left to the next
 * session.
 *
 * @param maxMessageBytes of one message; both sides must allow as much as the other sends
 * @param maxRounds questions that are asked
 * @param maxHashes that the peer may have beyond this side
 * @param maxOpenRanges that are still to be asked about
 */
public record ReconciliationLimits(
    int maxMessageBytes, int maxRounds, int maxHashes, int maxOpenRanges) {
  /** What every implementation of the protocol takes: 8,000 hashes. */
  public static final int MESSAGE_BYTES = 256 * 1024;

  /** Room for the answer to one range, whatever it is. */
  static final int RESERVED_BYTES = 4 * 1024;

  /** Checks them. */
  public ReconciliationLimits {
    if (maxMessageBytes < 2 * RESERVED_BYTES || maxMessageBytes > MESSAGE_BYTES) {
      throw new IllegalArgumentException(
          "messages of " + maxMessageBytes + " bytes: not 8,192 to " + MESSAGE_BYTES);
    }
    if (maxRounds < 1 || maxHashes < 1 || maxOpenRanges < 1) {
      throw new IllegalArgumentException("rounds, hashes and ranges must be at least 1");
    }
  }

  /** 64 rounds of full messages, 262,144 hashes (8 MiB), 131,072 ranges. */
  public static ReconciliationLimits defaults() {
    return new ReconciliationLimits(MESSAGE_BYTES, 64, 262_144, 131_072);
  }

  /** The same with other messages. */
  public ReconciliationLimits withMaxMessageBytes(int bytes) {
    return new ReconciliationLimits(bytes, maxRounds, maxHashes, maxOpenRanges);
  }

  /** The same with other rounds. */
  public ReconciliationLimits withMaxRounds(int rounds) {
    return new ReconciliationLimits(maxMessageBytes, rounds, maxHashes, maxOpenRanges);
  }

  /** The same with other hashes. */
  public ReconciliationLimits withMaxHashes(int hashes) {
    return new ReconciliationLimits(maxMessageBytes, maxRounds, hashes, maxOpenRanges);
  }

  /** The same with other ranges. */
  public ReconciliationLimits withMaxOpenRanges(int ranges) {
    return new ReconciliationLimits(maxMessageBytes, maxRounds, maxHashes, ranges);
  }
}
