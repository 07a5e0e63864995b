package dev.ggen.registry.api;

import dev.ggen.registry.model.Change;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the change feed.
 *
 * @param changes the changes after the one asked for, oldest first
 * @param next what to ask for next ({@code since=next})
 * @param newest the newest change there is; the reader is up to date when {@code next} has reached
 *     it
 */
public record ChangesDocument(List<Entry> changes, long next, long newest) {
  /** Copies the changes. */
  public ChangesDocument {
    changes = List.copyOf(changes);
  }

  /**
   * One change.
   *
   * @param sequence its place, from 1, without gaps
   * @param type {@code published}, {@code yanked}, {@code unyanked}, {@code deprecated}, {@code
   *     undeprecated}, {@code tagged}, {@code untagged}, {@code owner-added}, {@code owner-removed}
   * @param name the package
   * @param version the version, or null
   * @param at when
   * @param actor who did it
   * @param detail reason, message, tag or owner; or null
   */
  public record Entry(
      long sequence,
      String type,
      String name,
      @Nullable String version,
      Instant at,
      String actor,
      @Nullable String detail) {
    /** The document of a change. */
    public static Entry of(Change change) {
      return new Entry(
          change.sequence(),
          change.type().label(),
          change.name().value(),
          change.version() == null ? null : change.version().toString(),
          change.at(),
          change.actor(),
          change.detail());
    }
  }
}
