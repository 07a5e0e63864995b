package dev.ggen.registry.web;

import dev.ggen.registry.web.problem.ProblemCode;
import dev.ggen.registry.web.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.ServletWebRequest;

/** What several operations ask of a request. */
final class Requests {
  private static final String CENTRAL = "central";

  private Requests() {}

  /** A field of a JSON body that must be there. */
  static String required(@Nullable String value, String field) {
    if (value == null || value.isBlank()) {
      throw new ProblemException(
          ProblemCode.INVALID_REQUEST, "The field '%s' is missing.".formatted(field));
    }
    return value;
  }

  /** Refuses every mode but the one that this registry runs in; null means that one. */
  static void requireMode(@Nullable String mode) {
    if (mode != null && !mode.equals(CENTRAL)) {
      throw new ProblemException(
          ProblemCode.MODE_UNAVAILABLE,
          "This registry runs in mode 'central' and has no peers; leave 'mode' away or write"
              + " 'central'.");
    }
  }

  /** Every value of a parameter that may be repeated; a comma is part of the value. */
  static List<String> all(HttpServletRequest request, String name) {
    String[] values = request.getParameterValues(name);
    return values == null ? List.of() : Arrays.asList(values);
  }

  /**
   * Marks the answer with a tag that may be asked for again.
   *
   * @return true if the client has it already; the answer is then complete
   */
  static boolean isUnchanged(
      HttpServletRequest request, HttpServletResponse response, String etag) {
    response.setHeader("Cache-Control", "no-cache");
    return new ServletWebRequest(request, response).checkNotModified(etag);
  }
}
