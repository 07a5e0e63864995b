package dev.ggen.registry.model;

import java.util.regex.Pattern;

/**
 * A moving label for a version, such as {@code latest}; never readable as a version or range.
 *
 * @param value the label
 */
public record DistTag(String value) implements Comparable<DistTag> {
  private static final Pattern SYNTAX = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,63}");
  private static final Pattern RANGE_LIKE = Pattern.compile("[vV]\\d.*|[xX](\\..*)?");

  /** What an install without a version asks for; follows the highest release. */
  public static final DistTag LATEST = new DistTag("latest");

  /**
   * Checks the label.
   *
   * @throws InvalidValueException if it is no tag
   */
  public DistTag {
    if (!SYNTAX.matcher(value).matches() || RANGE_LIKE.matcher(value).matches()) {
      throw new InvalidValueException(
          "'%s' is not a tag; use a letter followed by up to 63 letters, digits, '.', '_' or '-', not readable as a version, such as 'latest' or 'beta'."
              .formatted(value.length() > 60 ? value.substring(0, 60) + "…" : value));
    }
  }

  @Override
  public int compareTo(DistTag other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
