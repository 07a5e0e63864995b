package dev.ggen.registry.p2p.catalogue;

import dev.ggen.registry.model.Version;
import dev.ggen.registry.p2p.record.SignedRecord;
import dev.ggen.registry.p2p.trust.Candidate;
import dev.ggen.registry.p2p.trust.VersionVerdict;
import java.util.List;
import java.util.Optional;

/**
 * A version and what the rules make of its records.
 *
 * @param candidates its records, at least one
 * @param outcome which of them counts, and why
 */
public record VersionView(Version version, List<Candidate> candidates, VersionVerdict outcome) {
  /** Copies the candidates. */
  public VersionView {
    candidates = List.copyOf(candidates);
  }

  /** The record that may be installed, if one may. */
  public Optional<SignedRecord> chosen() {
    return outcome.chosen().map(Candidate::record);
  }

  /** Whether ranges and tags may choose it. */
  public boolean isOffered() {
    return chosen().filter(record -> !record.content().isYanked()).isPresent();
  }
}
