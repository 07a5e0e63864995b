package dev.ggen.registry.p2p.trust;

import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.registry.p2p.record.SignedGrant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that bears on who owns one name. Changed by {@link TrustRules} and by hand, never by what
 * happens to records for want of room.
 *
 * @param pin the publisher remembered, or null before the first record
 * @param claims of each publisher that has signed records, oldest first, at most {@link
 *     #MAX_CLAIMS}
 * @param decision what somebody has decided, or null
 * @param grants the newest of each trusted registry that has given one
 */
public record NameTrust(
    @Nullable Pin pin, List<Claim> claims, @Nullable Decision decision, List<SignedGrant> grants) {
  /** The most publishers of a name that are told apart; more make it no more contested. */
  public static final int MAX_CLAIMS = 8;

  /** Nothing is known. */
  public static final NameTrust NONE = new NameTrust(null, List.of(), null, List.of());

  /** Copies and sorts. */
  public NameTrust {
    claims = claims.stream().sorted(Claim.OLDEST_FIRST).toList();
    grants = List.copyOf(grants);
  }

  /** The claim of a publisher. */
  public Optional<Claim> claimOf(PeerId publisher) {
    return claims.stream().filter(claim -> claim.publisher().equals(publisher)).findFirst();
  }

  /** The newest grant of a registry. */
  public Optional<SignedGrant> grantOf(PeerId registry) {
    return grants.stream().filter(grant -> grant.registry().equals(registry)).findFirst();
  }

  /** With a decision, or without one. */
  public NameTrust decided(@Nullable Decision byHand) {
    return new NameTrust(pin, claims, byHand, grants);
  }

  /** With a grant in the place of that registry's former one. */
  public NameTrust granted(SignedGrant grant) {
    return new NameTrust(
        pin,
        claims,
        decision,
        Stream.concat(
                grants.stream().filter(other -> !other.registry().equals(grant.registry())),
                Stream.of(grant))
            .toList());
  }

  NameTrust pinned(@Nullable Pin newPin) {
    return new NameTrust(newPin, claims, decision, grants);
  }

  /** With a claim in the place of that publisher's former one. */
  NameTrust claimed(Claim claim) {
    return new NameTrust(
        pin,
        Stream.concat(
                claims.stream().filter(other -> !other.publisher().equals(claim.publisher())),
                Stream.of(claim))
            .toList(),
        decision,
        grants);
  }

  NameTrust unclaimed(PeerId publisher) {
    return new NameTrust(
        pin,
        claims.stream().filter(claim -> !claim.publisher().equals(publisher)).toList(),
        decision,
        grants);
  }
}
