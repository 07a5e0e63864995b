package dev.ggen.registry.cli.install;

import org.jspecify.annotations.Nullable;

/**
 * What an install did to one package.
 *
 * @param name the package
 * @param before the version that was there, or null
 * @param after the version that is there now, or null if it was removed
 * @param path its directory
 * @param kind what was done
 */
public record Change(
    String name, @Nullable String before, @Nullable String after, String path, Kind kind) {
  /** What was done. */
  public enum Kind {
    /** It was not there before. */
    ADDED,
    /** Another version took its place. */
    REPLACED,
    /** It was there, but somebody had changed or deleted files of it. */
    REPAIRED,
    /** It was there as it should be. */
    UNCHANGED,
    /** Nobody wants it any more. */
    REMOVED
  }
}
