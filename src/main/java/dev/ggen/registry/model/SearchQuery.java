package dev.ggen.registry.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question to the search index.
 *
 * @param text words as typed; empty finds everything, newest first
 * @param category only this category, in any case, or null
 * @param tags only packages that have each of these tags or keywords, in any case
 * @param limit how many hits at the most
 * @param offset how many hits to pass over
 * @param facets whether to count the hits by category
 */
public record SearchQuery(
    String text,
    @Nullable String category,
    List<String> tags,
    int limit,
    int offset,
    boolean facets) {
  /** The longest query text in characters. */
  public static final int MAX_TEXT_LENGTH = 256;

  /** The most hits of one page. */
  public static final int MAX_LIMIT = 250;

  /** The deepest hit that paging reaches; search engines pay for depth. */
  public static final int MAX_DEPTH = 10_000;

  /** The most tags of one query. */
  public static final int MAX_TAGS = 16;

  /**
   * Checks the limits.
   *
   * @throws InvalidValueException if a limit is passed; the message names it
   */
  public SearchQuery {
    tags = List.copyOf(tags);
    require(
        text.length() <= MAX_TEXT_LENGTH,
        "q has at most %d characters.".formatted(MAX_TEXT_LENGTH));
    require(
        limit >= 1 && limit <= MAX_LIMIT,
        "limit must be from 1 to %d, not %d.".formatted(MAX_LIMIT, limit));
    require(offset >= 0, "offset must not be negative; it is %d.".formatted(offset));
    require(
        (long) offset + limit <= MAX_DEPTH,
        "offset + limit reaches at most %d; narrow the search instead.".formatted(MAX_DEPTH));
    require(tags.size() <= MAX_TAGS, "A search has at most %d tags.".formatted(MAX_TAGS));
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new InvalidValueException(message);
    }
  }

  /** The first twenty hits for a text. */
  public static SearchQuery of(String text) {
    return new SearchQuery(text, null, List.of(), 20, 0, false);
  }
}
