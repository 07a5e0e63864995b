package dev.ggen.registry.p2p.catalogue;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.registry.p2p.record.InvalidEntryException;
import dev.ggen.registry.p2p.record.SignedEntry;
import dev.ggen.registry.p2p.record.SignedRecord;
import dev.ggen.registry.p2p.trust.Candidate;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A record as it is stored: milliseconds, source, envelope.
 *
 * @param firstSeen when the first record of this publisher and these bytes came
 * @param source which way this one came
 */
record StoredRecord(SignedRecord record, Instant firstSeen, Source source) {
  private static final int HEAD_BYTES = Long.BYTES + 1;

  StoredRecord {
    firstSeen = firstSeen.truncatedTo(ChronoUnit.MILLIS);
  }

  byte[] encode() {
    Bytes envelope = record.envelope();
    byte[] value = new byte[HEAD_BYTES + envelope.size()];
    ByteBuffer.wrap(value).putLong(firstSeen.toEpochMilli()).put((byte) source.number());
    envelope.copyTo(value, HEAD_BYTES);
    return value;
  }

  /**
   * Reads one from disk, without checking its signature.
   *
   * @throws InvalidEntryException if it is damaged
   */
  static StoredRecord decode(byte[] value) throws InvalidEntryException {
    Optional<Source> source =
        value.length < HEAD_BYTES ? Optional.empty() : Source.of(value[Long.BYTES]);
    if (source.isEmpty()) {
      throw new InvalidEntryException("No stored record.");
    }
    Instant firstSeen = Instant.ofEpochMilli(ByteBuffer.wrap(value).getLong());
    if (SignedEntry.readBack(envelope(value)) instanceof SignedRecord record) {
      return new StoredRecord(record, firstSeen, source.get());
    }
    throw new InvalidEntryException("A stored grant instead of a record.");
  }

  static Bytes envelope(byte[] value) {
    return Bytes.copyOf(value, HEAD_BYTES, value.length);
  }

  Candidate candidate() {
    return new Candidate(record, firstSeen);
  }
}
