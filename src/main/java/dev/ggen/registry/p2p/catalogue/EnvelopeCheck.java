package dev.ggen.registry.p2p.catalogue;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.registry.p2p.record.InvalidEntryException;
import dev.ggen.registry.p2p.record.SignedEntry;
import java.util.List;
import java.util.stream.Stream;

/** Checks signatures, many at once on all processors. Pure. */
sealed interface EnvelopeCheck {
  /** Below that, handing work to other threads costs more than it saves. */
  int FEW = 8;

  /** The envelope is right. */
  record Right(SignedEntry entry) implements EnvelopeCheck {}

  /** It is not. */
  record Wrong(String explanation) implements EnvelopeCheck {}

  static List<EnvelopeCheck> all(List<Bytes> envelopes) {
    Stream<Bytes> stream = envelopes.size() < FEW ? envelopes.stream() : envelopes.parallelStream();
    return stream.map(EnvelopeCheck::one).toList();
  }

  private static EnvelopeCheck one(Bytes envelope) {
    try {
      return new Right(SignedEntry.open(envelope));
    } catch (InvalidEntryException e) {
      return new Wrong(String.valueOf(e.getMessage()));
    }
  }
}
