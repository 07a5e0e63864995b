package dev.ggen.registry.p2p.protocol;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.SearchQuery;
import dev.ggen.registry.model.VersionRange;
import dev.ggen.registry.p2p.reconcile.RecordSet;
import java.util.List;
import java.util.Optional;

/**
 * The signed entries, records and grants, that a node shares with others: what this protocol needs
 * of a catalogue. Safe for any number of threads; the calling thread may be interrupted at any time
 * without harm.
 */
public interface SharedRecords {
  /** The most entries of one {@link #offer}. */
  int MAX_OFFERED = 2_048;

  /** What became of an offered entry. */
  enum Fate {
    /** It is in the catalogue, as before or from now on. */
    KEPT,
    /** It is in order, but not wanted here: outdated, or no room for it. */
    REFUSED,
    /** It is no entry or its signature is wrong; no honest peer sends that. */
    INVALID
  }

  /** The hashes of all entries as they are now. Cheap; does not change any more. */
  RecordSet snapshot();

  /** The envelope of an entry, if it is still here. */
  Optional<Bytes> envelope(Bytes hash);

  /** Whether an entry is worth asking for: neither here nor refused a short while ago. */
  boolean wants(Bytes hash);

  /**
   * Checks entries and keeps what may be kept.
   *
   * @param envelopes at most {@link #MAX_OFFERED}; none needs to be valid
   * @param asked whether they answer a question of a user, or come by comparison
   * @return the fate of each, in their order
   */
  List<Fate> offer(List<Bytes> envelopes, boolean asked);

  /** The envelopes of what a search finds here, best first, at most as many as its limit. */
  List<Bytes> search(SearchQuery query);

  /**
   * The envelopes of the grants of a name, then of its records, highest version first: of all
   * versions or of those in a range.
   */
  List<Bytes> resolve(PackageName name, Optional<VersionRange> range);

  /** The envelopes of the grants of a name. */
  List<Bytes> grants(PackageName name);
}
