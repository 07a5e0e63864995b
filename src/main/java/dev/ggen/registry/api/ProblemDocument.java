package dev.ggen.registry.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error (RFC 9457).
 *
 * @param type {@code urn:ggen:problem:<code>}; stable
 * @param title the kind of error in words; stable
 * @param status the HTTP status
 * @param detail what was wrong here, and what to do instead
 * @param instance path of the request
 * @param requestId what to name when asking an operator
 * @param problems each fault of an archive; empty for other errors
 */
public record ProblemDocument(
    String type,
    String title,
    int status,
    @Nullable String detail,
    @Nullable String instance,
    @Nullable String requestId,
    @Nullable List<Fault> problems) {

  /**
   * One fault of an archive.
   *
   * @param file entry of the archive, or null
   * @param line line from 1, or null
   * @param column column from 1, or null
   * @param message what is wrong and what to write instead
   */
  public record Fault(
      @Nullable String file, @Nullable Integer line, @Nullable Integer column, String message) {}
}
