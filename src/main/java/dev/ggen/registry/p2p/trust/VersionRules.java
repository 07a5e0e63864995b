package dev.ggen.registry.p2p.trust;

import dev.ggen.registry.p2p.trust.Verdict.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The rules of which record of a version counts, once it is known whose the name is. Versions are
 * immutable: of different bytes by owners of the name, those seen first stand against what comes
 * {@code settlesAfter} later; before that none stands, except that withdrawn ones give way to one
 * that is not. Pure.
 *
 * @param settlesAfter see {@link TrustSettings}
 */
public record VersionRules(Duration settlesAfter) {
  private static final Comparator<Candidate> OLDEST_FIRST =
      Comparator.comparing(Candidate::firstSeen)
          .thenComparing(candidate -> candidate.record().hash());

  /**
   * Judges a version.
   *
   * @param candidates its records, at least one, at most one of each publisher and bytes
   */
  public VersionVerdict judge(Ownership ownership, List<Candidate> candidates) {
    List<Candidate> owners =
        candidates.stream()
            .filter(candidate -> ownership.includes(candidate.record().publisher()))
            .sorted(OLDEST_FIRST)
            .toList();
    if (owners.isEmpty()) {
      Verdict verdict = ownership.verdict(candidates.getFirst().record().publisher());
      return new VersionVerdict(Optional.empty(), verdict, candidates);
    }
    List<Candidate> standing = standing(owners);
    Candidate best = newest(standing);
    boolean agree = standing.stream().allMatch(one -> hasSameBytes(one, best));
    return agree
        ? chosen(ownership, best, candidates)
        : new VersionVerdict(Optional.empty(), contested(best), candidates);
  }

  private List<Candidate> standing(List<Candidate> owners) {
    Instant settled = owners.getFirst().firstSeen().plus(settlesAfter);
    List<Candidate> early =
        owners.stream()
            .filter(
                one -> one.firstSeen().isBefore(settled) || hasSameBytes(one, owners.getFirst()))
            .toList();
    List<Candidate> active =
        early.stream().filter(one -> !one.record().content().isYanked()).toList();
    return active.isEmpty() ? early : active;
  }

  private static Candidate newest(List<Candidate> candidates) {
    return candidates.stream()
        .reduce((one, other) -> one.record().supersedes(other.record()) ? one : other)
        .orElseThrow();
  }

  private static boolean hasSameBytes(Candidate one, Candidate other) {
    return one.record().content().hasSameBytes(other.record().content());
  }

  private static VersionVerdict chosen(
      Ownership ownership, Candidate best, List<Candidate> candidates) {
    return new VersionVerdict(
        Optional.of(best),
        ownership.verdict(best.record().publisher()),
        candidates.stream().filter(one -> isRival(ownership, best, one)).toList());
  }

  private static boolean isRival(Ownership ownership, Candidate best, Candidate one) {
    return !hasSameBytes(one, best) || !ownership.includes(one.record().publisher());
  }

  private static Verdict contested(Candidate one) {
    return new Verdict(Reason.CONTESTED_BYTES, one.record().publisher(), List.of());
  }

  /** What the rules say of one of the candidates, given the verdict on their version. */
  public static Verdict of(Candidate one, Ownership ownership, VersionVerdict version) {
    if (!ownership.includes(one.record().publisher()) || !version.rivals().contains(one)) {
      return ownership.verdict(one.record().publisher());
    }
    return version.chosen().isEmpty()
        ? version.verdict()
        : new Verdict(Reason.OTHER_BYTES, one.record().publisher(), List.of());
  }
}
