package dev.ggen.registry.web;

import static dev.ggen.registry.web.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.web.problem.ProblemCode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors that no operation makes: of paths, methods, kinds, and HTTP itself. */
class ErrorTest {
  private static final RunningService SERVICE = RunningService.shared();

  @ParameterizedTest
  @ValueSource(strings = {"/nothing", "/api/v1", "/api/v1/", "/api/v1/packages/", "/error"})
  void anUnknownPathIsAProblem(String path) {
    assertProblem(SERVICE.get(path), ProblemCode.PATH_NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource({"PUT,/api/v1/search", "PATCH,/api/v1/status", "DELETE,/api/v1/install"})
  void anotherMethodIsAProblemThatNamesThoseThereAre(String method, String path) {
    HttpResponse<String> response =
        SERVICE.send(SERVICE.request(path).method(method, BodyPublishers.noBody()));
    assertProblem(response, ProblemCode.METHOD_NOT_ALLOWED);
    assertThat(response.headers().firstValue("Allow").orElse("")).containsAnyOf("GET", "POST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/status", "/api/v1/packages/a", "/api/v1/changes"})
  void anUnknownRepresentationIsAProblem(String path) {
    assertProblem(
        SERVICE.send(SERVICE.request(path).header("Accept", "image/png")),
        ProblemCode.NOT_ACCEPTABLE);
  }

  @Test
  void anUnknownKindOfBodyIsAProblem() {
    HttpResponse<String> response =
        SERVICE.send(
            SERVICE
                .request("/api/v1/install")
                .header("Content-Type", "text/xml")
                .POST(BodyPublishers.ofString("<a/>")));
    assertThat(assertProblem(response, ProblemCode.UNSUPPORTED_MEDIA_TYPE).detail())
        .contains("application/json");
  }

  @ParameterizedTest
  @CsvSource({
    "GET /api/v1/packages/a%ZZ HTTP/1.1,400",
    "GET /api/v1/packages/a%00 HTTP/1.1,400",
    "GET /api/v1/packages/%C3%28 HTTP/1.1,400",
    "GET /api/v1/packages/a%2Fb HTTP/1.1,400",
    "GET /api/v1/packages/../../x HTTP/1.1,400",
    "GET /../x HTTP/1.1,400",
    "GET /api/v1/packages/..;/x HTTP/1.1,400",
    "GET /api/v1//status HTTP/1.1,400",
    "GET /{ HTTP/1.1,400",
    "GET / HTTP/9.9,505",
    "G<T / HTTP/1.1,400",
    "BREW /api/v1/status HTTP/1.1,400"
  })
  void whatIsNotWellFormedIsAProblem(String line, int status) {
    String answer = SERVICE.raw(line, "Host: x", "Connection: close");
    assertThat(answer).startsWith("HTTP/1.1 " + status);
    assertWellTold(answer);
  }

  private static void assertWellTold(String answer) {
    assertThat(answer)
        .contains("Content-Type: application/problem+json", "\"type\":\"urn:ggen:problem:")
        .contains("X-Request-Id: ", "X-Content-Type-Options: nosniff")
        .doesNotContain("Exception", "Tomcat", "<html", "\tat ");
  }

  @Test
  void aHeaderThatIsTooLargeIsAProblem() {
    String answer = SERVICE.raw("GET / HTTP/1.1", "Host: x", "X-Large: " + "a".repeat(17_000));
    assertThat(answer).startsWith("HTTP/1.1 400");
    assertWellTold(answer);
  }

  @Test
  void aRequestWithoutHostIsAProblem() {
    String answer = SERVICE.raw("GET /api/v1/status HTTP/1.1", "Connection: close");
    assertThat(answer).startsWith("HTTP/1.1 400");
    assertWellTold(answer);
  }

  @Test
  void anUnknownTransferCodingIsAProblem() {
    String answer =
        SERVICE.raw(
            "POST /api/v1/install HTTP/1.1",
            "Host: x",
            "Connection: close",
            "Transfer-Encoding: magic");
    assertThat(answer).startsWith("HTTP/1.1 501");
    assertWellTold(answer);
  }

  @Test
  void anUnknownExpectationIsAProblem() {
    String answer =
        SERVICE.raw("GET /api/v1/status HTTP/1.1", "Host: x", "Connection: close", "Expect: magic");
    assertThat(answer).startsWith("HTTP/1.1 417");
    assertWellTold(answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "A-b_c.9",
        "1234567890123456789012345678901234567890123456789012345678901234"
      })
  void aWellFormedRequestIdIsKept(String id) {
    HttpResponse<String> response =
        SERVICE.send(SERVICE.request("/nothing").header("X-Request-Id", id));
    assertThat(assertProblem(response, ProblemCode.PATH_NOT_FOUND).requestId()).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a b", "a/b", "12345678901234567890123456789012345678901234567890123456789012345"})
  void anotherRequestIdIsReplaced(String id) {
    HttpResponse<String> response =
        SERVICE.send(SERVICE.request("/nothing").header("X-Request-Id", id));
    assertThat(assertProblem(response, ProblemCode.PATH_NOT_FOUND).requestId())
        .isNotEqualTo(id)
        .matches("[a-z0-9]{16}");
  }

  @Test
  void jsonIsCompressedForWhoAcceptsThat() {
    HttpResponse<byte[]> response =
        SERVICE.send(
            SERVICE.request("/v3/api-docs").header("Accept-Encoding", "gzip"),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
  }

  @Test
  void theRootLeadsToTheOperations() {
    HttpResponse<String> response = SERVICE.get("/");
    assertThat(response.statusCode()).isEqualTo(302);
    assertThat(response.headers().firstValue("Location")).hasValue("/swagger-ui.html");
  }
}
