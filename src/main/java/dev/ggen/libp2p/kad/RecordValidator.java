package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.multiformats.Bytes;

/**
 * Decides about the values of one namespace of keys, such as {@code /pk}: "Entry validation". Pure,
 * and called by many threads at once.
 */
public interface RecordValidator {
  /**
   * Accepts a value for a key.
   *
   * @throws InvalidRecordException if it must not be stored or believed; says why
   */
  void validate(Bytes key, Bytes value) throws InvalidRecordException;

  /**
   * Whether a valid value replaces another valid one of the same key. Must be a strict order, so
   * that all nodes end with the same value whatever they hear first.
   */
  boolean isBetter(Bytes key, Bytes candidate, Bytes present);
}
