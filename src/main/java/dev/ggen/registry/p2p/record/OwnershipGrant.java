package dev.ggen.registry.p2p.record;

import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.registry.model.PackageName;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A registry's word on whose records of a name count. A publisher that is left out of a later grant
 * loses the versions it has signed, too; so whoever only hands over a name keeps the former key in.
 *
 * @param name the package
 * @param publishers whose records count; none means nobody's
 * @param serial which grant of this name it is; a higher one of the same registry replaces it
 * @param issuedAt when, to the millisecond; told to people, decides nothing
 */
public record OwnershipGrant(
    PackageName name, SortedSet<PeerId> publishers, long serial, Instant issuedAt) {
  /** The most publishers of a name: as many as fit, with room. */
  public static final int MAX_PUBLISHERS = 64;

  /**
   * Copies the publishers and checks the limits.
   *
   * @throws IllegalArgumentException if a limit is passed; the message names it
   */
  public OwnershipGrant {
    publishers = Collections.unmodifiableSortedSet(new TreeSet<>(publishers));
    if (publishers.size() > MAX_PUBLISHERS) {
      throw new IllegalArgumentException(
          "A grant names at most %d publishers, not %d."
              .formatted(MAX_PUBLISHERS, publishers.size()));
    }
    if (serial < 1) {
      throw new IllegalArgumentException("A grant's serial is 1 or more, not " + serial + ".");
    }
    issuedAt = RecordTimes.checked(issuedAt, "issue");
  }

  /** One for these publishers. */
  public static OwnershipGrant of(
      PackageName name, Collection<PeerId> publishers, long serial, Instant issuedAt) {
    return new OwnershipGrant(name, new TreeSet<>(publishers), serial, issuedAt);
  }
}
