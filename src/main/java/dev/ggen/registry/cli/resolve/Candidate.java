package dev.ggen.registry.cli.resolve;

import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.model.VersionSelector;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * A version that may be chosen.
 *
 * @param version the version
 * @param dependencies what it wants, in the order of its manifest
 * @param yanked true if only its exact version or a lock chooses it
 */
public record Candidate(
    Version version, SequencedMap<PackageName, VersionSelector> dependencies, boolean yanked) {
  /** Copies the dependencies. */
  public Candidate {
    dependencies = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(dependencies));
  }
}
