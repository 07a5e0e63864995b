package dev.ggen.registry.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One published version. Manifest, archive, publisher and time never change; the marks do, each
 * time with a higher sequence.
 *
 * @param manifest what the package says of itself
 * @param archive what identifies its bytes
 * @param publishedAt when it was accepted
 * @param publisher the user who published it
 * @param sequence the change that made this state of the record; see {@link Change#sequence()}
 * @param yanked why it was withdrawn, or null if it was not; a yanked version is chosen only by its
 *     exact version
 * @param deprecated what users are told instead of using it, or null
 */
public record PackageRecord(
    Manifest manifest,
    ArchiveFacts archive,
    Instant publishedAt,
    String publisher,
    long sequence,
    @Nullable String yanked,
    @Nullable String deprecated) {

  /** The package's name. */
  public PackageName name() {
    return manifest.name();
  }

  /** The version of this release. */
  public Version version() {
    return manifest.version();
  }

  /** True if it was withdrawn. */
  public boolean isYanked() {
    return yanked != null;
  }
}
