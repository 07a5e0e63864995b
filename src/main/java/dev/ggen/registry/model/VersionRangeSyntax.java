package dev.ggen.registry.model;

import java.util.regex.Pattern;
import org.semver4j.range.RangeList;
import org.semver4j.range.RangeListFactory;

/** Refuses what npm's grammar of ranges does not know before the library reads the rest. */
final class VersionRangeSyntax {
  private static final String NUMBER = "(?:0|[1-9]\\d{0,8}|[xX*])";
  private static final String PARTIAL =
      "[vV=]?"
          + NUMBER
          + "(?:\\."
          + NUMBER
          + "(?:\\."
          + NUMBER
          + "(?:-[0-9A-Za-z.-]+)?(?:\\+[0-9A-Za-z.-]+)?)?)?";
  private static final String COMPARATOR = "(?:(?:>=|<=|>|<|=|\\^|~>?)\\s*)?" + PARTIAL;
  private static final Pattern ALTERNATIVE =
      Pattern.compile(
          "\\s*(?:"
              + PARTIAL
              + "\\s+-\\s+"
              + PARTIAL
              + "|"
              + COMPARATOR
              + "(?:[\\s,]+"
              + COMPARATOR
              + ")*+)?\\s*");

  private static final Pattern LONE_X = Pattern.compile("(?<![.\\w])[xX](?![.\\w])");
  private static final Pattern CARET_ZERO_ZERO =
      Pattern.compile("\\^\\s*[vV=]?0\\.0(?:\\.[xX*])?(?![.\\w*])");

  private static final Pattern CARET_ZERO =
      Pattern.compile("\\^\\s*[vV=]?0(?:\\.[xX*]){0,2}(?![.\\w*])");

  private VersionRangeSyntax() {}

  static RangeList parse(String text) {
    if (text.length() > VersionRange.MAX_LENGTH) {
      throw invalid(text);
    }
    for (String alternative : text.split("\\|\\|", -1)) {
      if (!ALTERNATIVE.matcher(alternative).matches()) {
        throw invalid(text);
      }
    }
    return RangeListFactory.create(inTheLibrarysWords(text));
  }

  /**
   * Says the same so that the library reads it as npm does: a comma, which Cargo writes for "and",
   * is a space; an x alone is a star; a caret before 0.0 or 0 admits what a tilde does.
   */
  private static String inTheLibrarysWords(String text) {
    String spaced = text.replace(',', ' ');
    String starred = LONE_X.matcher(spaced).replaceAll("*");
    String tilde = CARET_ZERO_ZERO.matcher(starred).replaceAll("~0.0");
    return CARET_ZERO.matcher(tilde).replaceAll("0.x");
  }

  private static InvalidValueException invalid(String text) {
    String shown = text.length() > 60 ? text.substring(0, 60) + "…" : text;
    return new InvalidValueException(
        "'%s' is not a version range; write one such as '^1.2', '~1.4.0', '>=1.0.0 <3.0.0', '1.x' or '*'."
            .formatted(shown));
  }
}
