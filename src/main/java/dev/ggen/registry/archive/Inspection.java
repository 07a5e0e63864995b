package dev.ggen.registry.archive;

import dev.ggen.registry.model.Manifest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sound archive holds.
 *
 * @param manifest what the package says of itself
 * @param manifestFile the file that says it, for example {@code package.toml}
 * @param readmeText the read-me, cut to {@link ArchiveLimits#maxReadmeBytes()}, or null
 * @param files how many files
 * @param unpackedBytes sum of their lengths
 * @param notes what the publisher should know: fields read leniently, entries passed over
 */
public record Inspection(
    Manifest manifest,
    String manifestFile,
    @Nullable String readmeText,
    int files,
    long unpackedBytes,
    List<String> notes) {
  /** Copies the notes. */
  public Inspection {
    notes = List.copyOf(notes);
  }
}
