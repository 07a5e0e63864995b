package dev.ggen.registry.port;

import org.jspecify.annotations.Nullable;

/**
 * One fault in an archive.
 *
 * @param file the entry of the archive, or null if the fault is of the whole
 * @param line line in that file from 1, or 0 if it has no line
 * @param column column in that line from 1, or 0
 * @param message what is wrong and what to write instead
 */
public record Problem(@Nullable String file, int line, int column, String message) {
  /** A fault of the whole archive. */
  public static Problem of(String message) {
    return new Problem(null, 0, 0, message);
  }

  /** A fault of one file. */
  public static Problem in(String file, String message) {
    return new Problem(file, 0, 0, message);
  }

  /** Place and message in one line. */
  public String text() {
    if (file == null) {
      return message;
    }
    String place = line == 0 ? file : file + ":" + line + ":" + column;
    return place + ": " + message;
  }
}
