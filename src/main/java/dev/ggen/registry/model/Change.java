package dev.ggen.registry.model;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the change feed.
 *
 * @param sequence its place: 1, 2, 3… without gaps, in the order in which the changes became
 *     visible
 * @param type what happened
 * @param name the package
 * @param version the version, or null where the change is of the whole name
 * @param at when
 * @param actor the user who did it
 * @param detail reason of a yank, message of a deprecation, tag or owner concerned; or null
 */
public record Change(
    long sequence,
    Type type,
    PackageName name,
    @Nullable Version version,
    Instant at,
    String actor,
    @Nullable String detail) {

  /** What can happen to a package. */
  public enum Type {
    /** A version was published. */
    PUBLISHED,
    /** A version was withdrawn. */
    YANKED,
    /** A withdrawn version came back. */
    UNYANKED,
    /** A version got a deprecation message. */
    DEPRECATED,
    /** A version lost its deprecation message. */
    UNDEPRECATED,
    /** A tag was set by hand. */
    TAGGED,
    /** A tag was removed. */
    UNTAGGED,
    /** A user became an owner. */
    OWNER_ADDED,
    /** A user stopped being an owner. */
    OWNER_REMOVED;

    /** The name on the wire and in the database, for example {@code owner-added}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
