package dev.ggen.registry.cli;

import dev.ggen.registry.archive.PackReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of one path.
 *
 * @param path the path as given
 * @param outcome {@code published}, {@code unchanged} (the same bytes were there), {@code checked}
 *     (dry run) or {@code failed}
 * @param name the package, or null if that could not be found out
 * @param version its version, or null
 * @param size length of the archive in bytes, or null
 * @param integrity {@code sha512-…}, or null
 * @param files how many files it holds, or null
 * @param ignored paths that an ignore file left out
 * @param links links that were left out
 * @param notes what the publisher should know
 * @param error what went wrong, or null
 */
record PublishResult(
    String path,
    String outcome,
    @Nullable String name,
    @Nullable String version,
    @Nullable Long size,
    @Nullable String integrity,
    @Nullable Integer files,
    List<String> ignored,
    List<String> links,
    List<String> notes,
    ErrorReport.@Nullable Detail error) {
  PublishResult {
    ignored = List.copyOf(ignored);
    links = List.copyOf(links);
    notes = List.copyOf(notes);
  }

  /** Those of one run. */
  record All(List<PublishResult> results) {}

  static PublishResult failed(String path, ErrorReport.Detail error) {
    return new PublishResult(
        path, "failed", null, null, null, null, null, List.of(), List.of(), List.of(), error);
  }

  static PublishResult of(
      String path,
      String outcome,
      PreparedArchive archive,
      long size,
      String integrity,
      List<String> notes) {
    PackReport report = archive.report();
    return new PublishResult(
        path,
        outcome,
        archive.manifest().name().value(),
        archive.manifest().version().toString(),
        size,
        integrity,
        archive.files(),
        report == null ? List.of() : report.ignored(),
        report == null ? List.of() : report.links(),
        notes,
        null);
  }

  boolean isFailed() {
    return error != null;
  }

  /** One or two lines for people. */
  String text() {
    String verb =
        switch (outcome) {
          case "published" -> "Published";
          case "unchanged" -> "Already there, the same bytes:";
          default -> "Would publish";
        };
    return "%s %s@%s  %s in %s%n  %s"
        .formatted(
            verb,
            name,
            version,
            Plain.size(size == null ? 0 : size),
            Plain.count(files == null ? 0 : files, "file"),
            integrity);
  }
}
