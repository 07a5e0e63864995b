package dev.ggen.registry.cli.remote;

import dev.ggen.registry.api.ProblemDocument;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Turns answers into documents, or into errors that say what the registry said. Thread-safe. */
final class AnswerReader {
  /** The longest document: an overview of 10,000 versions needs less. */
  static final long MAX_DOCUMENT_BYTES = 64L << 20;

  private static final String PROBLEM = "urn:ggen:problem:";

  private final RegistryAddress address;

  AnswerReader(RegistryAddress address) {
    this.address = address;
  }

  /** The document of a successful answer. */
  <T> T document(HttpResponse<InputStream> response, Class<T> type) {
    try (InputStream body = response.body()) {
      if (response.statusCode() / 100 != 2) {
        throw refusal(response.statusCode(), body);
      }
      return Documents.read(new BoundedStream(body, MAX_DOCUMENT_BYTES), type);
    } catch (JacksonException | IOException e) {
      throw new RemoteException.NotUnderstood(
          "%s did not answer as a registry does; is the address right?".formatted(address), e);
    }
  }

  /** What an unsuccessful answer says. */
  RemoteException.Refused refusal(int status, InputStream body) {
    ProblemDocument problem = problem(body);
    if (problem == null) {
      return new RemoteException.Refused(
          status,
          "http-" + status,
          "%s answered with HTTP status %d and no explanation.%s"
              .formatted(address, status, advice(status)),
          List.of());
    }
    String code =
        problem.type() != null && problem.type().startsWith(PROBLEM)
            ? problem.type().substring(PROBLEM.length())
            : "http-" + status;
    List<ProblemDocument.Fault> faults =
        problem.problems() == null ? List.of() : problem.problems();
    return new RemoteException.Refused(status, code, message(status, code, problem), faults);
  }

  private static @Nullable ProblemDocument problem(InputStream body) {
    try {
      ProblemDocument problem =
          Documents.read(new BoundedStream(body, MAX_DOCUMENT_BYTES), ProblemDocument.class);
      return problem == null || (problem.title() == null && problem.detail() == null)
          ? null
          : problem;
    } catch (JacksonException e) {
      return null;
    }
  }

  private static String message(int status, String code, ProblemDocument problem) {
    String detail = problem.detail() == null ? problem.title() : problem.detail();
    // What the registry says of these is meant for those who write HTTP requests.
    String said =
        switch (code) {
          case "token-required" -> "This needs a token.";
          case "token-invalid" -> "The token is unknown here, has ended or was revoked.";
          default -> detail;
        };
    String request =
        status >= 500 && problem.requestId() != null
            ? " Its log knows more of request %s.".formatted(problem.requestId())
            : "";
    return said + advice(status) + request;
  }

  private static String advice(int status) {
    return switch (status) {
      case 401 ->
          " Give a token with GGEN_TOKEN, --token-file or the file ~/.config/ggen/token; on the"
              + " registry's machine its data directory has an admin-token.";
      default -> "";
    };
  }
}
