package dev.ggen.registry.p2p.trust;

import dev.ggen.libp2p.multiformats.PeerId;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the rules say of a record, or of the records of a version.
 *
 * @param reason which rule decided
 * @param publisher whose record it is about
 * @param others who else is concerned: the owner, the registry that granted, those who contest
 */
public record Verdict(Reason reason, PeerId publisher, List<PeerId> others) {
  /** The rules that may decide. */
  public enum Reason {
    /** Somebody has named this publisher by hand. */
    DECIDED(true, "The name was given to %1$s by hand."),
    /** A trusted registry has granted the name to this publisher. */
    GRANTED(true, "The registry %2$s grants the name to %1$s."),
    /** The publisher is the first seen for the name, and no other's claim is as old. */
    PINNED(true, "The name was first seen from %1$s."),
    /** The policy believes everybody. */
    ANYBODY(true, "The policy believes every publisher."),
    /** Several publishers claim the name, and none of them was first by long enough. */
    CONTESTED(false, "The name is claimed by %2$s; somebody has to decide for one of them."),
    /** The name is another publisher's. */
    OTHER_PUBLISHER(false, "The name is not that of %1$s, by the word of %2$s."),
    /** No trusted registry has granted the name, and the policy asks for that. */
    NOT_ATTESTED(false, "No trusted registry has granted the name to anybody."),
    /** The version has other bytes, by a record that came first. */
    OTHER_BYTES(false, "The version has other bytes by a record that came before that of %1$s."),
    /** The version was signed with different bytes, none of them first by long enough. */
    CONTESTED_BYTES(
        false,
        "The version was signed with different bytes by %1$s; all but one must be withdrawn.");

    private final boolean isTrusted;
    private final String sentence;

    Reason(boolean isTrusted, String sentence) {
      this.isTrusted = isTrusted;
      this.sentence = sentence;
    }
  }

  /** Copies the others. */
  public Verdict {
    others = List.copyOf(others);
  }

  /** The same for people, with the publishers concerned. */
  public String explanation() {
    String named = others.stream().map(PeerId::toString).collect(Collectors.joining(", "));
    return reason.sentence.formatted(publisher, named);
  }

  /** Whether the record may be installed. */
  public boolean isTrusted() {
    return reason.isTrusted;
  }

  /** Whether somebody has to decide before anything can be installed. */
  public boolean isContested() {
    return reason == Reason.CONTESTED || reason == Reason.CONTESTED_BYTES;
  }
}
