package dev.ggen.registry.cli;

import dev.ggen.registry.archive.PackReport;
import java.util.ArrayList;
import java.util.List;

/** Tells what of a directory did not go into its archive: nothing is skipped silently. Pure. */
final class LeftOut {
  private LeftOut() {}

  /**
   * One line for each kind of thing, and each thing below it if asked for.
   *
   * @param verbose whether to name ignored files one by one; links and the like always are
   */
  static List<String> lines(PackReport report, boolean verbose) {
    List<String> lines = new ArrayList<>();
    add(lines, "symbolic link", "left out, because links are never packed", report.links(), true);
    add(lines, "socket, pipe or device", "left out", report.specialFiles(), true);
    add(lines, "empty directory", "left out", report.emptyDirectories(), verbose);
    add(
        lines,
        "path",
        verbose ? "ignored" : "ignored (--verbose names them)",
        report.ignored(),
        verbose);
    return lines;
  }

  private static void add(
      List<String> lines, String what, String why, List<String> paths, boolean named) {
    if (paths.isEmpty()) {
      return;
    }
    lines.add(paths.size() == 1 ? "1 %s %s".formatted(what, why) : plural(paths.size(), what, why));
    if (named) {
      paths.forEach(path -> lines.add("  " + Plain.line(path)));
    }
  }

  private static String plural(int count, String what, String why) {
    String many =
        switch (what) {
          case "empty directory" -> "empty directories";
          case "socket, pipe or device" -> "sockets, pipes or devices";
          default -> what + "s";
        };
    return "%,d %s %s".formatted(count, many, why);
  }
}
