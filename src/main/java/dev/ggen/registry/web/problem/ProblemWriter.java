package dev.ggen.registry.web.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ggen.registry.api.ProblemDocument;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes problems as answers. Static, because it is also called where Spring is not: by the HTTP
 * server, for requests that reach no servlet.
 */
public final class ProblemWriter {
  /** The media type of a problem. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** How long a client shall wait before it tries again, in seconds. */
  private static final String RETRY_AFTER_SECONDS = "5";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  private ProblemWriter() {}

  /** Answers with a problem, unless the answer has begun. */
  public static void write(
      HttpServletRequest request,
      HttpServletResponse response,
      ProblemCode code,
      @Nullable String detail)
      throws IOException {
    write(request, response, code, detail, null);
  }

  /** Answers with a problem that has several faults, unless the answer has begun. */
  public static void write(
      HttpServletRequest request,
      HttpServletResponse response,
      ProblemCode code,
      @Nullable String detail,
      @Nullable List<ProblemDocument.Fault> faults)
      throws IOException {
    if (response.isCommitted()) {
      return;
    }
    String id = response.getHeader(RequestId.HEADER);
    if (id == null) {
      id = RequestId.of(request);
      response.setHeader(RequestId.HEADER, id);
    }
    byte[] body =
        MAPPER.writeValueAsBytes(
            new ProblemDocument(
                code.type(), code.title(), code.status(), detail, path(request), id, faults));
    writeHead(response, code);
    response.setContentLength(body.length);
    if (!"HEAD".equals(request.getMethod())) {
      response.getOutputStream().write(body);
    }
    response.flushBuffer();
  }

  private static String path(HttpServletRequest request) {
    return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String original
        ? original
        : request.getRequestURI();
  }

  private static void writeHead(HttpServletResponse response, ProblemCode code) {
    response.resetBuffer();
    response.setStatus(code.status());
    response.setHeader("ETag", null);
    response.setHeader("Content-Disposition", null);
    response.setHeader("Cache-Control", "no-store");
    response.setContentType(MEDIA_TYPE);
    if (code.status() == 429 || code.status() == 503) {
      response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
    }
    if (code == ProblemCode.TOKEN_REQUIRED) {
      response.setHeader("WWW-Authenticate", "Bearer realm=\"registry\"");
    } else if (code == ProblemCode.TOKEN_INVALID) {
      response.setHeader("WWW-Authenticate", "Bearer realm=\"registry\", error=\"invalid_token\"");
    } else if (code == ProblemCode.SCOPE_MISSING) {
      response.setHeader(
          "WWW-Authenticate", "Bearer realm=\"registry\", error=\"insufficient_scope\"");
    }
  }
}
