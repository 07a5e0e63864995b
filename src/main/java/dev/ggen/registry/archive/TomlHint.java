package dev.ggen.registry.archive;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says what to write instead, for mistakes that the line itself gives away. */
final class TomlHint {
  private static final Pattern OPEN_INLINE_TABLE =
      Pattern.compile("\\s*([A-Za-z0-9_-]+)\\s*=\\s*\\{\\s*(?:#.*)?");
  private static final Pattern BARE_TEXT =
      Pattern.compile("\\s*([A-Za-z0-9_-]+)\\s*=\\s*([A-Za-z^~][^\"'\\[{#]*?)\\s*");
  private static final Pattern COLON = Pattern.compile("\\s*([A-Za-z0-9_-]+)\\s*:\\s.*");

  private TomlHint() {}

  /** A hint for a line from 1 of a text, or null. */
  static @Nullable String of(String text, int line) {
    String content = text.lines().skip(Math.max(0, line - 1L)).findFirst().orElse("");
    if (content.length() > 1000) {
      return null;
    }
    if (content.strip().startsWith("- ")) {
      return "A list is written in brackets: features = [\"first\", \"second\"].";
    }
    Matcher table = OPEN_INLINE_TABLE.matcher(content);
    if (table.matches()) {
      return "Write the table in braces on one line, or its entries below a line [...%s]."
          .formatted(table.group(1));
    }
    Matcher bare = BARE_TEXT.matcher(content);
    if (bare.matches()) {
      return "Put quotation marks around a text: %s = \"%s\"."
          .formatted(bare.group(1), ArchiveFault.shown(bare.group(2)));
    }
    return COLON.matcher(content).matches()
        ? "A key and its value are separated by '=', not by ':'."
        : null;
  }
}
