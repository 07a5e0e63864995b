package dev.ggen.registry.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values as text for people. Pure. */
final class Plain {
  private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB"};

  private Plain() {}

  /** A text of others in one line, without what could command a terminal. */
  static String line(@Nullable String text) {
    if (text == null) {
      return "";
    }
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .map(each -> Character.isWhitespace(each) ? ' ' : each)
        .filter(each -> !isControl(each))
        .forEach(line::appendCodePoint);
    return line.toString().strip();
  }

  /** The same for several lines. */
  static String lines(String text) {
    StringBuilder lines = new StringBuilder();
    text.codePoints()
        .filter(each -> each == '\n' || !isControl(each))
        .forEach(lines::appendCodePoint);
    return lines.toString();
  }

  private static boolean isControl(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE;
  }

  /** A text cut to a width, with an ellipsis. */
  static String cut(String text, int columns) {
    return text.length() <= columns ? text : text.substring(0, Math.max(0, columns - 1)) + "…";
  }

  /** A size, for example {@code 12.3 KB}. */
  static String size(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 999.95 && unit < UNITS.length - 1) {
      value /= 1_000;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  /** How long, for example {@code 3 h 12 min}. */
  static String duration(long seconds) {
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3_600) {
      return seconds / 60 + " min";
    }
    return seconds < 86_400
        ? "%d h %d min".formatted(seconds / 3_600, seconds / 60 % 60)
        : "%d d %d h".formatted(seconds / 86_400, seconds / 3_600 % 24);
  }

  /** {@code 1 package}, {@code 2 packages}. */
  static String count(long number, String one) {
    return number == 1 ? "1 " + one : String.format(Locale.ROOT, "%,d %ss", number, one);
  }
}
