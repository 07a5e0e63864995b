package dev.ggen.registry.p2p.trust;

import java.util.List;
import java.util.Optional;

/**
 * What the rules make of all records of one version.
 *
 * @param chosen the record that may be installed, if one may
 * @param verdict why that one, or why none
 * @param rivals records that are kept, but not believed
 */
public record VersionVerdict(Optional<Candidate> chosen, Verdict verdict, List<Candidate> rivals) {
  /** Copies the rivals. */
  public VersionVerdict {
    rivals = List.copyOf(rivals);
  }
}
