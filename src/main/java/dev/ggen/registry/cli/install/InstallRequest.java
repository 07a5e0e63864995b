package dev.ggen.registry.cli.install;

import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.VersionSelector;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a user wants installed.
 *
 * @param wishes packages, with a selector if the user gave one; empty for what the lock says
 * @param directory where packages go
 * @param lockFile where the lock is
 * @param frozen whether a lock that would change is an error
 * @param offline whether the registry may not be asked
 * @param strict whether an unknown name among the dependencies is an error
 * @param withDependencies whether what packages want is installed too
 * @param update whether to choose anew what the lock holds
 */
public record InstallRequest(
    SequencedMap<PackageName, Optional<VersionSelector>> wishes,
    Path directory,
    Path lockFile,
    boolean frozen,
    boolean offline,
    boolean strict,
    boolean withDependencies,
    boolean update) {
  /** Copies the wishes. */
  public InstallRequest {
    wishes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(wishes));
  }
}
