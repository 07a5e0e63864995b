package dev.ggen.registry.cli.resolve;

import dev.ggen.registry.model.PackageName;
import java.util.Collection;
import java.util.Optional;

/** Where the solver learns which versions there are. Must give the same answer each time. */
public interface PackageSource {
  /** The versions of a name; nothing if the name is unknown. */
  Optional<Candidates> candidates(PackageName name);

  /** Says which names will be asked for soon, so that they may be fetched at the same time. */
  default void announce(Collection<PackageName> names) {}
}
