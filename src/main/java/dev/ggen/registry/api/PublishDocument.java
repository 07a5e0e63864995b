package dev.ggen.registry.api;

import dev.ggen.registry.port.Publication;
import java.util.List;

/**
 * The answer to a publish.
 *
 * @param created true if the version is new, false if the same bytes were there already
 * @param notes what the publisher should know
 * @param published the version as it stands
 */
public record PublishDocument(boolean created, List<String> notes, PackageDocument published) {
  /** Copies the notes. */
  public PublishDocument {
    notes = List.copyOf(notes);
  }

  /** The document of a publication. */
  public static PublishDocument of(Publication publication) {
    return new PublishDocument(
        publication.created(), publication.notes(), PackageDocument.of(publication.record()));
  }
}
