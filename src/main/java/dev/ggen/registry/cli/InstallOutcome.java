package dev.ggen.registry.cli;

import dev.ggen.registry.cli.install.Change;
import dev.ggen.registry.cli.install.InstallReport;
import dev.ggen.registry.cli.install.InstallRequest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@code install} prints.
 *
 * @param directory where packages are
 * @param lockFile the lock file
 * @param lockChanged whether it was written
 * @param packages what was done to each
 * @param missing names that are wanted and unknown to the registry
 * @param notes what the user should know
 */
record InstallOutcome(
    String directory,
    String lockFile,
    boolean lockChanged,
    List<Line> packages,
    List<String> missing,
    List<String> notes) {

  /** One package. */
  record Line(
      String name, @Nullable String version, @Nullable String before, String path, String action) {}

  static InstallOutcome of(InstallReport report, InstallRequest request) {
    return new InstallOutcome(
        request.directory().toString(),
        request.lockFile().toString(),
        report.lockChanged(),
        report.changes().stream().map(InstallOutcome::line).toList(),
        report.missing(),
        report.notes());
  }

  private static Line line(Change change) {
    return new Line(
        change.name(),
        change.after(),
        change.before(),
        change.path(),
        change.kind().name().toLowerCase(Locale.ROOT));
  }

  String text(boolean verbose) {
    StringBuilder text = new StringBuilder();
    int unchanged = 0;
    for (Line line : packages) {
      if (line.action().equals("unchanged") && !verbose) {
        unchanged++;
      } else {
        text.append(text(line)).append('\n');
      }
    }
    int changed = packages.size() - unchanged;
    if (changed == 0) {
      return "Up to date: %s in %s.".formatted(Plain.count(unchanged, "package"), directory);
    }
    String rest = unchanged == 0 ? "" : ", %d up to date".formatted(unchanged);
    return text + "%s in %s%s.".formatted(Plain.count(changed, "package"), directory, rest);
  }

  private static String text(Line line) {
    return switch (line.action()) {
      case "added" -> "+ %s@%s".formatted(line.name(), line.version());
      case "replaced" -> "~ %s@%s (was %s)".formatted(line.name(), line.version(), line.before());
      case "repaired" -> "~ %s@%s (repaired)".formatted(line.name(), line.version());
      case "removed" -> "- %s@%s".formatted(line.name(), line.before());
      default -> "= %s@%s".formatted(line.name(), line.version());
    };
  }
}
