package dev.ggen.registry.model;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.semver4j.range.RangeList;
import org.semver4j.range.RangeListFactory;

/** Refuses what npm's grammar of ranges does not know before the library reads the rest. */
final class VersionRangeSyntax {
  private static final String NUMBER = "(?:0|[1-9]\\d{0,8}|[xX*])";
  private static final String IDENTIFIER =
      "(?:0|[1-9]\\d*+(?![A-Za-z-])|\\d*[A-Za-z-][0-9A-Za-z-]*)";
  private static final String PRERELEASE = IDENTIFIER + "(?:\\." + IDENTIFIER + ")*";
  private static final String PARTIAL =
      "[vV=]?"
          + NUMBER
          + "(?:\\."
          + NUMBER
          + "(?:\\."
          + NUMBER
          + "(?:-"
          + PRERELEASE
          + ")?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?)?)?";
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

  private static final String WILD = "[xX*](?:\\.(?:\\d+|[xX*]))*(?![.\\w*])";
  private static final Pattern FROM_TO_WILD =
      Pattern.compile("^\\s*(" + PARTIAL + ")\\s+-\\s+" + WILD + "\\s*$");
  private static final Pattern FROM_WILD_TO =
      Pattern.compile("^\\s*" + WILD + "\\s+-\\s+(" + PARTIAL + ")\\s*$");
  private static final Pattern BEYOND_WILD = Pattern.compile("[<>](?!=)\\s*[vV]?" + WILD);
  private static final Pattern COMPARED_WILD =
      Pattern.compile("(?:>=|<=|=|\\^|~>?)\\s*[vV]?" + WILD);

  private VersionRangeSyntax() {}

  static RangeList parse(String text) {
    if (text.length() > VersionRange.MAX_LENGTH) {
      throw invalid(text);
    }
    String words =
        Arrays.stream(text.split("\\|\\|", -1))
            .map(alternative -> checked(alternative, text))
            .map(VersionRangeSyntax::inTheLibrarysWords)
            .collect(Collectors.joining(" || "));
    return RangeListFactory.create(words);
  }

  /** An alternative of the grammar; where nothing stands, npm reads a star. */
  private static String checked(String alternative, String whole) {
    if (alternative.isBlank()) {
      return "*";
    }
    if (!ALTERNATIVE.matcher(alternative).matches()) {
      throw invalid(whole);
    }
    return alternative;
  }

  /**
   * Says the same so that the library reads it as npm does: a comma, which Cargo writes for "and",
   * is a space; an x alone is a star; a caret before 0.0 or 0 admits what a tilde does; nothing
   * lies beyond a star, and everything is compared to it.
   */
  private static String inTheLibrarysWords(String alternative) {
    String open = FROM_TO_WILD.matcher(alternative).replaceAll(">=$1");
    open = FROM_WILD_TO.matcher(open).replaceAll("<=$1");
    String spaced = open.replace(',', ' ');
    String bounded = BEYOND_WILD.matcher(spaced).replaceAll("<0.0.0-0");
    bounded = COMPARED_WILD.matcher(bounded).replaceAll("*");
    String starred = LONE_X.matcher(bounded).replaceAll("*");
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
