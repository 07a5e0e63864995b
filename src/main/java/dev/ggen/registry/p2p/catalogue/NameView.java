package dev.ggen.registry.p2p.catalogue;

import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.registry.model.DistTag;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.PackageOverview;
import dev.ggen.registry.model.PackageRecord;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.p2p.record.SignedGrant;
import dev.ggen.registry.p2p.trust.Candidate;
import dev.ggen.registry.p2p.trust.Claim;
import dev.ggen.registry.p2p.trust.NameTrust;
import dev.ggen.registry.p2p.trust.Ownership;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All that is known of a name, and what the rules make of it.
 *
 * @param trust what bears on whose it is
 * @param ownership whose it is
 * @param versions by version, the highest first; those without a chosen record too
 * @param isKept whether it is installed here
 * @param sequence its newest change in the catalogue's count
 */
public record NameView(
    PackageName name,
    NameTrust trust,
    Ownership ownership,
    SequencedMap<Version, VersionView> versions,
    boolean isKept,
    long sequence) {
  private static final Comparator<Version> RELEASES_FIRST =
      Comparator.comparing(Version::isPrerelease).thenComparing(Comparator.reverseOrder());

  /** Copies the versions. */
  public NameView {
    versions = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(versions));
  }

  /** Grants that travel with the records. */
  public List<SignedGrant> grants() {
    return trust.grants();
  }

  /**
   * The version that stands for the package: the highest release that is offered, else the highest
   * pre-release. It is what {@code latest} names.
   */
  public Optional<Candidate> latest() {
    return versions.values().stream()
        .filter(VersionView::isOffered)
        .min(Comparator.comparing(VersionView::version, RELEASES_FIRST))
        .flatMap(version -> version.outcome().chosen());
  }

  /** Whether somebody has to decide before anything, or before some version, can be installed. */
  public boolean isContested() {
    return ownership instanceof Ownership.Contested
        || versions.values().stream().anyMatch(v -> v.outcome().verdict().isContested());
  }

  /** Whether anything contradicts: publishers that claim each other's name, or different bytes. */
  public boolean isInConflict() {
    if (ownership instanceof Ownership.Everybodys || ownership instanceof Ownership.Nobodys) {
      return isContested();
    }
    return isContested()
        || versions.values().stream().anyMatch(version -> !version.outcome().rivals().isEmpty());
  }

  /** Who has signed records of it. */
  public List<PeerId> publishers() {
    return Stream.concat(
            trust.claims().stream().map(Claim::publisher),
            versions.values().stream()
                .flatMap(version -> version.candidates().stream())
                .map(candidate -> candidate.record().publisher()))
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * The same in the registry's own form: what may be installed, withdrawn versions too. Empty if
   * there is nothing of that kind.
   */
  public Optional<PackageOverview> overview() {
    SequencedMap<Version, PackageRecord> records = new LinkedHashMap<>();
    versions.forEach((version, view) ->
        view.outcome().chosen().ifPresent(chosen -> records.put(version, toPackageRecord(chosen))));
    if (records.isEmpty()) {
      return Optional.empty();
    }
    SortedMap<DistTag, Version> tags = new TreeMap<>();
    latest().ifPresent(one -> tags.put(DistTag.LATEST, one.record().version()));
    List<String> owners =
        publishers().stream().filter(ownership::includes).map(PeerId::toString).sorted().toList();
    return Optional.of(new PackageOverview(name, records, tags, owners, 0, sequence));
  }

  /** A record in the registry's own form; a time later than when it came is shown as that. */
  static PackageRecord toPackageRecord(Candidate chosen) {
    Instant firstSeen = chosen.firstSeen();
    return chosen.record().toPackageRecord(firstSeen);
  }
}
