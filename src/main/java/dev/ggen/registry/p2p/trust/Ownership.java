package dev.ggen.registry.p2p.trust;

import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.registry.p2p.record.SignedGrant;
import dev.ggen.registry.p2p.trust.Verdict.Reason;
import java.util.List;

/** Whose a name is on this node, and by which rule. */
public sealed interface Ownership {
  /** Whether a publisher's records count. */
  boolean includes(PeerId publisher);

  /** What that means for a publisher's records. */
  Verdict verdict(PeerId publisher);

  /**
   * Somebody has said so by hand.
   *
   * @param publisher whose it is
   */
  record Decided(PeerId publisher) implements Ownership {
    @Override
    public boolean includes(PeerId other) {
      return publisher.equals(other);
    }

    @Override
    public Verdict verdict(PeerId other) {
      return new Verdict(
          includes(other) ? Reason.DECIDED : Reason.OTHER_PUBLISHER, other, List.of(publisher));
    }
  }

  /**
   * A trusted registry has said so.
   *
   * @param grant its word
   */
  record Granted(SignedGrant grant) implements Ownership {
    @Override
    public boolean includes(PeerId other) {
      return grant.content().publishers().contains(other);
    }

    @Override
    public Verdict verdict(PeerId other) {
      return new Verdict(
          includes(other) ? Reason.GRANTED : Reason.OTHER_PUBLISHER,
          other,
          List.of(grant.registry()));
    }
  }

  /**
   * It is the publisher's that was seen first.
   *
   * @param pin the memory of that
   */
  record Pinned(Pin pin) implements Ownership {
    @Override
    public boolean includes(PeerId other) {
      return pin.publisher().equals(other);
    }

    @Override
    public Verdict verdict(PeerId other) {
      return new Verdict(
          includes(other) ? Reason.PINNED : Reason.OTHER_PUBLISHER,
          other,
          List.of(pin.publisher()));
    }
  }

  /**
   * Several publishers have claimed it within too short a time.
   *
   * @param publishers who
   */
  record Contested(List<PeerId> publishers) implements Ownership {
    /** Copies the publishers. */
    public Contested {
      publishers = List.copyOf(publishers);
    }

    @Override
    public boolean includes(PeerId other) {
      return false;
    }

    @Override
    public Verdict verdict(PeerId other) {
      return new Verdict(Reason.CONTESTED, other, publishers);
    }
  }

  /** Nobody's: no trusted registry has granted it, or nobody has published under it. */
  record Nobodys() implements Ownership {
    @Override
    public boolean includes(PeerId other) {
      return false;
    }

    @Override
    public Verdict verdict(PeerId other) {
      return new Verdict(Reason.NOT_ATTESTED, other, List.of());
    }
  }

  /** Everybody's, by the policy. */
  record Everybodys() implements Ownership {
    @Override
    public boolean includes(PeerId other) {
      return true;
    }

    @Override
    public Verdict verdict(PeerId other) {
      return new Verdict(Reason.ANYBODY, other, List.of());
    }
  }
}
