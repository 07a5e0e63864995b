package dev.ggen.registry.cli.resolve;

import dev.ggen.registry.model.PackageName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One name on the solver's stack: what may be chosen, what is, and whose fault failures were. */
final class Decision {
  private final PackageName name;
  private final List<Candidate> candidates;
  private final Set<PackageName> culprits;
  private int next;
  private @Nullable Candidate chosen;

  /**
   * @param name what is decided
   * @param candidates what may be chosen, best first
   * @param wishers the decisions because of which it is needed and its candidates are these
   */
  Decision(PackageName name, List<Candidate> candidates, Set<PackageName> wishers) {
    this.name = name;
    this.candidates = candidates;
    this.culprits = new LinkedHashSet<>(wishers);
  }

  PackageName name() {
    return name;
  }

  Candidate chosen() {
    if (chosen == null) {
      throw new IllegalStateException(name + " is not decided");
    }
    return chosen;
  }

  /** Takes the next candidate; null when none is left. */
  @Nullable Candidate advance() {
    chosen = next < candidates.size() ? candidates.get(next++) : null;
    return chosen;
  }

  /** Earlier decisions that had a part in a failure. */
  Set<PackageName> culprits() {
    return culprits;
  }

  void blame(Set<PackageName> others) {
    culprits.addAll(others);
    culprits.remove(name);
  }
}
