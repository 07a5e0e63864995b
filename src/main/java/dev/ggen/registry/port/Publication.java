package dev.ggen.registry.port;

import dev.ggen.registry.model.PackageRecord;
import java.util.List;

/**
 * The outcome of a publish.
 *
 * @param record the record as it stands
 * @param created true if this call made it; false if the same bytes were there already
 * @param notes what the publisher should know: fields read leniently, entries passed over
 */
public record Publication(PackageRecord record, boolean created, List<String> notes) {
  /** Copies the notes. */
  public Publication {
    notes = List.copyOf(notes);
  }
}
