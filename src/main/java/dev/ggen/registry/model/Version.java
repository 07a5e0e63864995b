package dev.ggen.registry.model;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.semver4j.Semver;

/**
 * A version by SemVer 2.0.0, ordered by its precedence (§11). Build metadata takes no part in
 * precedence, so two versions that differ only in it would be one; like npm, the registry leaves it
 * away ({@link #read} says so).
 */
public final class Version implements Comparable<Version> {
  /** The longest version text; npm's limit. */
  public static final int MAX_LENGTH = 256;

  private static final Comparator<Semver> PRECEDENCE = Semver::compareTo;
  private static final Pattern PARTIAL =
      Pattern.compile("[vV=]?\\s*(0|[1-9]\\d*)(?:\\.(0|[1-9]\\d*))?(?:\\.(0|[1-9]\\d*))?([-+].*)?");

  private static final Pattern HUGE_NUMBER = Pattern.compile("(?<![0-9A-Za-z-])\\d{16}|-\\d{16}");

  private final Semver semver;
  private final String text;

  private Version(Semver semver) {
    this.semver = semver;
    this.text = semver.getVersion();
  }

  /**
   * Reads a complete version without build metadata, for example {@code 1.4.0-rc.1}.
   *
   * @throws InvalidValueException if the text is anything else
   */
  public static Version of(String text) {
    Reading reading = read(text);
    if (!reading.version().text.equals(text)) {
      throw new InvalidValueException(
          "'%s' is not a complete version; write '%s'.".formatted(text, reading.version()));
    }
    return reading.version();
  }

  /**
   * Reads a version as people write it: {@code 1.2} is {@code 1.2.0}, a leading {@code v} and build
   * metadata are left away.
   *
   * @throws InvalidValueException if it is no version even so
   */
  public static Reading read(String text) {
    Matcher matcher = PARTIAL.matcher(text.strip());
    if (text.length() > MAX_LENGTH || !matcher.matches()) {
      throw invalid(text);
    }
    String tail = matcher.group(4) == null ? "" : matcher.group(4);
    String full = part(matcher, 1) + "." + part(matcher, 2) + "." + part(matcher, 3) + tail;
    Semver semver = fits(full) ? Semver.parse(full) : null;
    if (semver == null) {
      throw invalid(text);
    }
    return new Reading(new Version(semver.withClearedBuild()), text);
  }

  /** The library compares numeric identifiers as longs, and fails on larger ones. */
  private static boolean fits(String full) {
    return full.length() <= MAX_LENGTH && !HUGE_NUMBER.matcher(full).find();
  }

  private static String part(Matcher matcher, int group) {
    return matcher.group(group) == null ? "0" : matcher.group(group);
  }

  private static InvalidValueException invalid(String text) {
    String shown = text.length() > 60 ? text.substring(0, 60) + "…" : text;
    return new InvalidValueException(
        "'%s' is not a version; write three numbers such as '1.2.3' or '1.2.3-beta.1' (SemVer 2.0)."
            .formatted(shown));
  }

  /** True if the version has a pre-release part, such as {@code 2.0.0-beta.1}. */
  public boolean isPrerelease() {
    return !semver.getPreRelease().isEmpty();
  }

  Semver semver() {
    return semver;
  }

  @Override
  public int compareTo(Version other) {
    return PRECEDENCE.compare(semver, other.semver);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Version version && version.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The canonical text. */
  @Override
  public String toString() {
    return text;
  }

  /**
   * A version and the text that it was read from.
   *
   * @param version the version
   * @param source what was written
   */
  public record Reading(Version version, String source) {
    /** True if the text was not the version's canonical form, which users want to be told. */
    public boolean normalized() {
      return !version.text.equals(source);
    }
  }
}
