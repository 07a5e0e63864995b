package dev.ggen.registry.p2p.catalogue;

import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.registry.p2p.trust.Ownership;
import dev.ggen.registry.p2p.trust.Pin;
import dev.ggen.registry.p2p.trust.TrustRules;
import java.time.Instant;

/** How much a publisher's records of a name count when room is short; the first go first. */
enum Standing {
  /** The name is not the publisher's. */
  STRANGER,
  /** It is, but not for long. */
  NEWCOMER,
  /** It is the publisher's since long ago. */
  SETTLED,
  /** A trusted registry or a person says so. */
  NAMED,
  /** Published from here, or installed here: these never give way. */
  OURS;

  static Standing of(NameState state, PeerId publisher, TrustRules rules, Instant now) {
    if (state.ours().contains(publisher)) {
      return OURS;
    }
    Ownership ownership = rules.ownership(state.trust());
    boolean owns = ownership.includes(publisher);
    if (state.isKept() && (owns || isPinned(state, publisher))) {
      return OURS;
    }
    return owns ? ofOwner(ownership, rules, now) : STRANGER;
  }

  /** What was installed stays, even if the name is contested since. */
  private static boolean isPinned(NameState state, PeerId publisher) {
    Pin pin = state.trust().pin();
    return pin != null && pin.publisher().equals(publisher);
  }

  private static Standing ofOwner(Ownership ownership, TrustRules rules, Instant now) {
    return switch (ownership) {
      case Ownership.Decided _, Ownership.Granted _ -> NAMED;
      case Ownership.Pinned(Pin pin) -> rules.isSettled(pin, now) ? SETTLED : NEWCOMER;
      case Ownership.Contested _, Ownership.Nobodys _ -> STRANGER;
      case Ownership.Everybodys _ -> NEWCOMER;
    };
  }
}
