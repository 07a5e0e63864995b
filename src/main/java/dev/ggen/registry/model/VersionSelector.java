package dev.ggen.registry.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What a user asks for behind a name: one version, a range, or a tag. */
public sealed interface VersionSelector {
  /** What an empty selector means. */
  VersionSelector LATEST = new Tagged(DistTag.LATEST);

  /**
   * Exactly one version, yanked or not.
   *
   * @param version the version
   */
  record Exact(Version version) implements VersionSelector {
    @Override
    public String toString() {
      return version.toString();
    }
  }

  /**
   * The highest version in a range that is not yanked.
   *
   * @param range the range
   */
  record InRange(VersionRange range) implements VersionSelector {
    /** The highest of the versions that lies in the range. */
    public Optional<Version> highestOf(Collection<Version> versions) {
      return versions.stream().filter(range::includes).max(Comparator.naturalOrder());
    }

    @Override
    public String toString() {
      return range.toString();
    }
  }

  /**
   * The version that a tag names.
   *
   * @param tag the tag
   */
  record Tagged(DistTag tag) implements VersionSelector {
    @Override
    public String toString() {
      return tag.toString();
    }
  }

  /**
   * Reads {@code 1.2.3}, {@code ^1.2} or {@code latest}; an empty text means {@code latest}. A
   * partial version ({@code 1.2}) is a range.
   *
   * @throws InvalidValueException if it is none of these
   */
  static VersionSelector of(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty()) {
      return LATEST;
    }
    if (Character.isLetter(trimmed.charAt(0)) && !trimmed.matches("[vVxX](\\d.*|\\..*)?")) {
      return new Tagged(new DistTag(trimmed));
    }
    if (trimmed.matches("=?\\s*[vV]?\\d+\\.\\d+\\.\\d+([-+][^\\s|,]*)?")) {
      return new Exact(Version.read(trimmed.replaceFirst("^=\\s*", "")).version());
    }
    return new InRange(VersionRange.of(trimmed));
  }
}
