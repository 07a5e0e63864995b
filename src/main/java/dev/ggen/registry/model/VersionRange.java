package dev.ggen.registry.model;

import org.semver4j.range.RangeList;
import org.semver4j.range.RangeListFactory;

/**
 * A range of versions as npm writes it: {@code ^1.2}, {@code ~1}, {@code >=1 <3}, {@code 1.x},
 * {@code 1 - 2}, {@code *}, alternatives by {@code ||}. A pre-release satisfies a range only if a
 * comparator of the range names a pre-release of the same three numbers.
 */
public final class VersionRange {
  /** Every release. */
  public static final VersionRange ANY = new VersionRange("*", RangeListFactory.create("*"));

  /** The longest range text. */
  public static final int MAX_LENGTH = 512;

  private final String text;
  private final RangeList ranges;

  private VersionRange(String text, RangeList ranges) {
    this.text = text;
    this.ranges = ranges;
  }

  /**
   * Reads a range; an empty text means every release.
   *
   * @throws InvalidValueException if the text is no range
   */
  public static VersionRange of(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty()) {
      return ANY;
    }
    return new VersionRange(trimmed, VersionRangeSyntax.parse(trimmed));
  }

  /** True if the version lies in the range. */
  public boolean includes(Version version) {
    return ranges.isSatisfiedBy(version.semver());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VersionRange range && range.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The range as it was written, without surrounding white space. */
  @Override
  public String toString() {
    return text;
  }
}
