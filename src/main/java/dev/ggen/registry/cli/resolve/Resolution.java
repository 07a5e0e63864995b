package dev.ggen.registry.cli.resolve;

import dev.ggen.registry.model.PackageName;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One version of each package, by name; every wish is met but those for unknown names.
 *
 * @param chosen what was chosen
 * @param missing who wants the names that the registry does not know
 */
public record Resolution(
    SortedMap<PackageName, Candidate> chosen, SortedMap<PackageName, List<Wish>> missing) {
  /** Copies the maps. */
  public Resolution {
    chosen = Collections.unmodifiableSortedMap(new TreeMap<>(chosen));
    missing = Collections.unmodifiableSortedMap(new TreeMap<>(missing));
  }
}
