package dev.ggen.registry.cli.install;

import dev.ggen.registry.model.ArchiveFacts;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.model.VersionSelector;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One package of a lock file.
 *
 * @param name the name
 * @param version the version
 * @param archive what its bytes are known by
 * @param dependencies what it wants
 */
public record LockedPackage(
    PackageName name,
    Version version,
    ArchiveFacts archive,
    SortedMap<PackageName, VersionSelector> dependencies) {
  /** Copies the dependencies. */
  public LockedPackage {
    dependencies = Collections.unmodifiableSortedMap(new TreeMap<>(dependencies));
  }

  /** Name and version. */
  public String id() {
    return name + "@" + version;
  }
}
