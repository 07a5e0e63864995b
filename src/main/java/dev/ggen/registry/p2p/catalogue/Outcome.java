package dev.ggen.registry.p2p.catalogue;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.registry.p2p.record.SignedEntry;
import dev.ggen.registry.p2p.trust.Verdict;

/** What became of an offered entry. */
public sealed interface Outcome {
  /**
   * A version or grant that was not known.
   *
   * @param verdict what the rules say of it now
   */
  record Added(SignedEntry entry, Verdict verdict) implements Outcome {}

  /** A later word on something known: it took the place of an earlier one. */
  record Updated(SignedEntry entry, Verdict verdict) implements Outcome {}

  /** It was here already. */
  record AlreadyKnown(Bytes hash) implements Outcome {}

  /**
   * It is kept, to be shown and passed on, but contradicts what else is known.
   *
   * @param verdict why it can't be installed, or why what it contradicts no longer can
   */
  record Conflict(SignedEntry entry, Verdict verdict) implements Outcome {}

  /**
   * It is not kept.
   *
   * @param reason the kind of reason
   * @param explanation for people
   */
  record Refused(Reason reason, String explanation) implements Outcome {}

  /** Why an entry was not kept. */
  enum Reason {
    /** It is no entry, or its signature is wrong. */
    INVALID(true),
    /** Its time lies further in the future than clocks differ. */
    FROM_THE_FUTURE(false),
    /** The publisher has said something later on the same. */
    OUTDATED(false),
    /** A grant of a registry that is not trusted here. */
    UNKNOWN_REGISTRY(false),
    /** So many publishers claim the name that no more are kept. */
    CROWDED(false),
    /** The publisher has signed enough different archives for the version. */
    TOO_MANY_ARCHIVES(false),
    /** The publisher's share in records or bytes is used up. */
    SHARE_USED_UP(false),
    /** The publisher's new records come too fast. */
    TOO_FAST(false),
    /** The catalogue is full of what counts more. */
    FULL(false);

    private final boolean isPeersFault;

    Reason(boolean isPeersFault) {
      this.isPeersFault = isPeersFault;
    }

    /** Whether an honest peer would not have sent it. */
    public boolean isPeersFault() {
      return isPeersFault;
    }
  }

  /** Whether the entry is in the catalogue now. */
  default boolean isKept() {
    return !(this instanceof Refused);
  }
}
