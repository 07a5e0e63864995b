package dev.ggen.registry.p2p.record;

import dev.ggen.libp2p.kad.InvalidRecordException;
import dev.ggen.libp2p.kad.RecordValidator;
import dev.ggen.libp2p.multiformats.Bytes;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The DHT's rule for {@code /ggen/<name>@<version>} (design §6): a record with a right signature
 * that belongs to the key. A record replaces only one of the same publisher and the same bytes, by
 * {@link SignedRecord#supersedes}; another publisher's never replaces the one that is held. Safe
 * for any number of threads.
 */
public final class PackageRecordValidator implements RecordValidator {
  private final InstantSource clock;
  private final Duration maxSkew;

  /**
   * @param maxSkew how far in our future a time of publication may lie
   */
  public PackageRecordValidator(InstantSource clock, Duration maxSkew) {
    this.clock = clock;
    this.maxSkew = maxSkew;
  }

  @Override
  public void validate(Bytes key, Bytes value) throws InvalidRecordException {
    SignedRecord record = open(value);
    if (!RecordKeys.version(record.name(), record.version()).equals(key)) {
      throw new InvalidRecordException(
          "the record of %s@%s stands under another key"
              .formatted(record.name(), record.version()));
    }
    if (record.content().publishedAt().isAfter(clock.instant().plus(maxSkew))) {
      throw new InvalidRecordException(
          "the record of %s@%s says that it is from the future (%s)"
              .formatted(record.name(), record.version(), record.content().publishedAt()));
    }
  }

  private static SignedRecord open(Bytes value) throws InvalidRecordException {
    try {
      return SignedRecord.open(value);
    } catch (InvalidEntryException e) {
      throw new InvalidRecordException("no package record: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean isBetter(Bytes key, Bytes candidate, Bytes present) {
    try {
      return replaces(SignedEntry.readBack(candidate), SignedEntry.readBack(present));
    } catch (InvalidEntryException e) {
      throw new IllegalArgumentException("a value that was not validated", e);
    }
  }

  private static boolean replaces(SignedEntry candidate, SignedEntry present) {
    return candidate instanceof SignedRecord newer
        && present instanceof SignedRecord older
        && newer.publisher().equals(older.publisher())
        && newer.content().hasSameBytes(older.content())
        && newer.supersedes(older);
  }
}
