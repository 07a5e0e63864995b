package dev.ggen.registry.p2p.trust;

import dev.ggen.libp2p.multiformats.PeerId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules of who owns a name. A decision by hand beats a grant, a grant of a trusted registry
 * beats a pin. A pin stands against claims that come {@code settlesAfter} later than itself or
 * still later; one that comes earlier contests the name. Who has withdrawn everything contests
 * nothing. So within that time the order in which claims arrive does not matter. Pure.
 *
 * @param settings whom this node believes
 */
public record TrustRules(TrustSettings settings) {

  /** Whose a name is. */
  public Ownership ownership(NameTrust trust) {
    Decision decision = trust.decision();
    if (decision != null) {
      return new Ownership.Decided(decision.publisher());
    }
    Optional<Ownership> granted =
        settings.registries().stream()
            .flatMap(registry -> trust.grantOf(registry).stream())
            .<Ownership>map(Ownership.Granted::new)
            .findFirst();
    return granted.orElseGet(() -> byPolicy(trust));
  }

  private Ownership byPolicy(NameTrust trust) {
    return switch (settings.policy()) {
      case ANY -> new Ownership.Everybodys();
      case ATTESTED -> new Ownership.Nobodys();
      case PINNED -> byPin(trust.pin(), contenders(trust));
    };
  }

  private Ownership byPin(@Nullable Pin pin, List<Claim> contenders) {
    if (pin == null) {
      return new Ownership.Nobodys();
    }
    Instant settled = pin.since().plus(settings.settlesAfter());
    boolean isContested =
        contenders.stream()
            .anyMatch(claim ->
                !claim.publisher().equals(pin.publisher()) && claim.since().isBefore(settled));
    return isContested
        ? new Ownership.Contested(contenders.stream().map(Claim::publisher).sorted().toList())
        : new Ownership.Pinned(pin);
  }

  /** Those who have not withdrawn everything, or all if everybody has. */
  private static List<Claim> contenders(NameTrust trust) {
    List<Claim> active = trust.claims().stream().filter(Claim::isActive).toList();
    return active.isEmpty() ? trust.claims() : active;
  }

  /**
   * Whether a publisher's records of a name are to be kept: it has a claim, owns the name, or there
   * is room for one more claim.
   */
  public boolean hasPlace(NameTrust trust, PeerId publisher) {
    return trust.claims().size() < NameTrust.MAX_CLAIMS
        || trust.claimOf(publisher).isPresent()
        || ownership(trust).includes(publisher);
  }

  /**
   * After the first record of a version by a publisher. If there is no place for an owner's claim,
   * the youngest of somebody else gives way.
   *
   * @param isActive whether the record is not a yank
   */
  public NameTrust published(NameTrust trust, PeerId publisher, boolean isActive, Instant now) {
    NameTrust roomy = withPlace(trust, publisher);
    Claim before = roomy.claimOf(publisher).orElse(new Claim(publisher, now, 0));
    if (!isActive) {
      NameTrust seen = roomy.claimed(before);
      return seen.pin() == null ? seen.pinned(new Pin(publisher, now, true)) : seen;
    }
    Instant since = before.isActive() ? before.since() : now;
    return pinned(roomy.claimed(new Claim(publisher, since, before.active() + 1)), publisher, now);
  }

  private NameTrust withPlace(NameTrust trust, PeerId publisher) {
    if (trust.claims().size() < NameTrust.MAX_CLAIMS || trust.claimOf(publisher).isPresent()) {
      return trust;
    }
    Ownership ownership = ownership(trust);
    Optional<Claim> youngest =
        trust.claims().reversed().stream()
            .filter(claim -> !ownership.includes(claim.publisher()))
            .findFirst();
    return youngest.map(claim -> trust.unclaimed(claim.publisher())).orElse(trust);
  }

  private static NameTrust pinned(NameTrust trust, PeerId publisher, Instant now) {
    Pin pin = trust.pin();
    return pin == null || pin.isLoose() ? trust.pinned(new Pin(publisher, now, false)) : trust;
  }

  /** After a publisher has withdrawn a version that was not withdrawn before. */
  public NameTrust withdrawn(NameTrust trust, PeerId publisher, Instant now) {
    Claim before = trust.claimOf(publisher).orElse(new Claim(publisher, now, 1));
    NameTrust after =
        trust.claimed(new Claim(publisher, before.since(), Math.max(0, before.active() - 1)));
    boolean hasLeft = before.active() <= 1;
    return hasLeft ? unpinned(after, publisher, now) : after;
  }

  /** A pin that has not settled goes over to the oldest claim that is left. */
  private NameTrust unpinned(NameTrust trust, PeerId publisher, Instant now) {
    Pin pin = trust.pin();
    if (pin == null
        || !pin.publisher().equals(publisher)
        || !now.isBefore(pin.since().plus(settings.settlesAfter()))) {
      return trust;
    }
    Pin next =
        trust.claims().stream()
            .filter(Claim::isActive)
            .findFirst()
            .map(claim -> new Pin(claim.publisher(), claim.since(), false))
            .orElse(new Pin(publisher, pin.since(), true));
    return trust.pinned(next);
  }

  /** After a publisher has brought back a version that it had withdrawn. */
  public NameTrust returned(NameTrust trust, PeerId publisher, Instant now) {
    return published(trust, publisher, true, now);
  }

  /** Whether a pin has stood for so long that later claims do not touch it. */
  public boolean isSettled(Pin pin, Instant now) {
    return !pin.isLoose() && !now.isBefore(pin.since().plus(settings.settlesAfter()));
  }
}
