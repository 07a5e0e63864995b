package dev.ggen.registry.cli.install;

import java.util.List;

/**
 * What an install did.
 *
 * @param changes for each package
 * @param lockChanged whether the lock file was written
 * @param missing names that are wanted and that the registry does not know
 * @param notes what the user should know
 */
public record InstallReport(
    List<Change> changes, boolean lockChanged, List<String> missing, List<String> notes) {
  /** Copies the lists. */
  public InstallReport {
    changes = List.copyOf(changes);
    missing = List.copyOf(missing);
    notes = List.copyOf(notes);
  }
}
