package dev.ggen.registry.archive;

import dev.ggen.registry.port.Problem;
import dev.ggen.registry.port.RegistryException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the exceptions of this package, so that codes and words are the same everywhere. */
final class ArchiveFault {
  /** How much of a hostile name a message repeats, in characters. */
  private static final int MAX_SHOWN_CHARACTERS = 120;

  private ArchiveFault() {}

  /** The bytes are not what gzip or tar wrote. */
  static RegistryException.InvalidArchive broken(String message) {
    return new RegistryException.InvalidArchive("broken-archive", List.of(Problem.of(message)));
  }

  /** The archive could do harm where it is unpacked. */
  static RegistryException.InvalidArchive unsafe(String message) {
    return new RegistryException.InvalidArchive("unsafe-archive", List.of(Problem.of(message)));
  }

  /** One entry could do harm where it is unpacked. */
  static RegistryException.InvalidArchive unsafe(String entry, String message) {
    return new RegistryException.InvalidArchive(
        "unsafe-archive", List.of(Problem.in(shown(entry), message)));
  }

  /** A limit of {@link ArchiveLimits} is passed. */
  static RegistryException.TooLarge tooLarge(String message) {
    return new RegistryException.TooLarge(message);
  }

  /** A text from outside, fit for one line of a message: bounded and without control characters. */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(MAX_SHOWN_CHARACTERS)
        .forEach(character -> {
          if (EntryPath.isHarmless(character)) {
            shown.appendCodePoint(character);
          } else {
            shown.append("\\u{%x}".formatted(character));
          }
        });
    return text.codePointCount(0, text.length()) > MAX_SHOWN_CHARACTERS
        ? shown.append('…').toString()
        : shown.toString();
  }

  /** The message of a value's exception, which may repeat a hostile text, fit for one line. */
  static String oneLine(@Nullable String message) {
    StringBuilder line = new StringBuilder();
    String text = message == null ? "" : message;
    text.codePoints().forEach(c -> line.appendCodePoint(EntryPath.isHarmless(c) ? c : '\uFFFD'));
    return line.toString();
  }

  /** A number of bytes as people read it, exact if it is a whole number of the unit. */
  static String bytes(long count) {
    String[] units = {"bytes", "KiB", "MiB", "GiB"};
    int unit = 0;
    long value = count;
    while (unit < units.length - 1 && value >= 1024 && value % 1024 == 0) {
      value /= 1024;
      unit++;
    }
    return value + " " + units[unit];
  }
}
