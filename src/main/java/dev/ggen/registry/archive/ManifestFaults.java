package dev.ggen.registry.archive;

import dev.ggen.registry.port.Problem;
import dev.ggen.registry.port.RegistryException;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong and what is remarkable in one manifest. Belongs to one thread. */
final class ManifestFaults {
  /** Most faults and notes that are told; who has more sees the rest after repairing these. */
  static final int MAX_TOLD = 50;

  private final String file;
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  ManifestFaults(String file) {
    this.file = file;
  }

  /** Something that must be repaired. */
  void fault(ManifestNode.Place place, String message) {
    if (problems.size() < MAX_TOLD) {
      problems.add(new Problem(file, place.line(), place.column(), message));
    }
  }

  /** The same where reading can't go on: to be thrown. */
  RegistryException.InvalidArchive fatal(ManifestNode.Place place, String message) {
    fault(place, message);
    return new RegistryException.InvalidArchive("invalid-manifest", problems);
  }

  /** Something that the author should know. */
  void note(ManifestNode.Place place, String message) {
    if (notes.size() < MAX_TOLD) {
      notes.add(new Problem(file, place.line(), place.column(), message).text());
    } else if (notes.size() == MAX_TOLD) {
      notes.add(file + ": more was passed over that is not listed here.");
    }
  }

  List<String> notes() {
    return notes;
  }

  /** Ends the reading if anything was wrong. */
  void throwIfAny() {
    if (!problems.isEmpty()) {
      throw new RegistryException.InvalidArchive("invalid-manifest", problems);
    }
  }
}
