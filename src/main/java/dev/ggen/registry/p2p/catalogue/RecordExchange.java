package dev.ggen.registry.p2p.catalogue;

import dev.ggen.libp2p.multiformats.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * A catalogue as other nodes see it: a set of signed entries (records, and the grants that travel
 * with them) known by their hashes. Safe for any number of threads; a thread may be interrupted in
 * any method without harm.
 */
public interface RecordExchange {
  /** The most entries of one {@link #offerAll}. */
  int MAX_OFFERED = 10_000;

  /** The set as it is now. Cheap; it does not change any more. */
  RecordSet recordSet();

  /** The envelope of an entry, if it is still here. */
  Optional<Bytes> envelope(Bytes hash);

  /**
   * Whether an entry is worth asking for: it is neither here nor was it refused or replaced a short
   * while ago.
   */
  boolean wants(Bytes hash);

  /**
   * Checks entries on all processors and keeps what the rules allow, all in one write.
   *
   * @param envelopes at most {@link #MAX_OFFERED}; none needs to be valid
   * @return what became of each, in their order
   */
  List<Outcome> offerAll(List<Bytes> envelopes, Source source);
}
