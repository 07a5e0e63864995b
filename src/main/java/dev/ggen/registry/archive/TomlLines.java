package dev.ggen.registry.archive;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a TOML text that say something. The parser's time grows with the cube of the number
 * of blank and comment lines in a row (tomlj 2.2.0: a minute for 4,000), so these are left away
 * before it reads, as long as no text of several lines can have begun; behind that their number is
 * limited.
 */
final class TomlLines {
  /** Most blank and comment lines in a row that the parser gets; it needs milliseconds for them. */
  static final int MAX_IN_A_ROW = 100;

  private final StringBuilder text = new StringBuilder();
  private final List<Integer> numbers = new ArrayList<>();
  private boolean mayBeInText;
  private int inARow;

  private TomlLines() {}

  static TomlLines of(String text, ManifestFaults faults) {
    TomlLines lines = new TomlLines();
    int number = 0;
    for (String line : text.stripTrailing().split("\n", -1)) {
      lines.add(line, ++number, faults);
    }
    return lines;
  }

  private void add(String line, int number, ManifestFaults faults) {
    boolean saysNothing = saysNothing(line);
    if (saysNothing && !mayBeInText) {
      return;
    }
    inARow = saysNothing ? inARow + 1 : 0;
    if (inARow > MAX_IN_A_ROW) {
      throw faults.fatal(
          new ManifestNode.Place(number, 1),
          "Behind a text of several lines there may be at most %d blank or comment lines in a row; remove some."
              .formatted(MAX_IN_A_ROW));
    }
    mayBeInText |= line.contains("\"\"\"") || line.contains("'''");
    text.append(line).append('\n');
    numbers.add(number);
  }

  private static boolean saysNothing(String line) {
    int start = 0;
    int end = line.endsWith("\r") ? line.length() - 1 : line.length();
    while (start < end && (line.charAt(start) == ' ' || line.charAt(start) == '\t')) {
      start++;
    }
    String rest = line.substring(start, end);
    return rest.isEmpty()
        || (rest.startsWith("#") && rest.chars().allMatch(TomlLines::isAllowedInComment));
  }

  private static boolean isAllowedInComment(int character) {
    return character == '\t' || (character >= ' ' && character != 0x7f);
  }

  /** The lines that are left. */
  String text() {
    return text.toString();
  }

  /** The number in the whole text of a line that is left, both from 1. */
  int numberOf(int line) {
    if (numbers.isEmpty()) {
      return 1;
    }
    return numbers.get(Math.min(Math.max(line, 1), numbers.size()) - 1);
  }
}
