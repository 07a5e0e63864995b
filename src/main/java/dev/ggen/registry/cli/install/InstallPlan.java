package dev.ggen.registry.cli.install;

import java.util.List;

/**
 * What an install will do.
 *
 * @param lock the lock afterwards: what is to be in the directory
 * @param changesLock whether the lock file has to be written
 * @param notes what the user should know: deprecated, yanked, left out
 */
public record InstallPlan(LockFile lock, boolean changesLock, List<String> notes) {
  /** Copies the notes. */
  public InstallPlan {
    notes = List.copyOf(notes);
  }
}
