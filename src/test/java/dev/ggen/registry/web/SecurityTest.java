package dev.ggen.registry.web;

import static dev.ggen.registry.web.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.port.TokenScope;
import dev.ggen.registry.web.problem.ProblemCode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Each operation against each kind of token; the operations are read from their description. */
class SecurityTest {
  private static final RunningService SERVICE = RunningService.shared();

  /**
   * One operation.
   *
   * @param method the HTTP method
   * @param path with values in place of names
   * @param scope the scope it needs, or "" if it is open
   */
  record Operation(String method, String path, String scope) {
    HttpRequest.Builder on(RunningService service) {
      return service.request(path).method(method, BodyPublishers.ofString(""));
    }

    HttpRequest.Builder on(RunningService service, String token) {
      return on(service).header("Authorization", "Bearer " + token);
    }
  }

  static List<Operation> operations() {
    JsonNode paths = RunningService.json(SERVICE.get("/v3/api-docs")).get("paths");
    List<Operation> operations = new ArrayList<>();
    paths
        .propertyNames()
        .forEach(path ->
            paths
                .get(path)
                .propertyNames()
                .forEach(method ->
                    operations.add(operation(path, method, paths.get(path).get(method)))));
    return operations;
  }

  private static Operation operation(String path, String method, JsonNode node) {
    String filled =
        path.replace("{name}", "@sec/none")
            .replace("{version}", "1.0.0")
            .replaceAll("\\{\\w+}", "none");
    JsonNode security = node.path("security").path(0).path("token").path(0);
    return new Operation(method.toUpperCase(Locale.ROOT), filled, security.asString(""));
  }

  static Stream<Operation> closed() {
    return operations().stream().filter(operation -> !operation.scope().isEmpty());
  }

  static Stream<Operation> open() {
    return operations().stream()
        .filter(operation -> operation.scope().isEmpty())
        .filter(operation -> !operation.path().equals("/api/v1/events"));
  }

  @Test
  void whatChangesSomethingNeedsAToken() {
    assertThat(operations()).hasSizeGreaterThan(15);
    assertThat(operations())
        .filteredOn(operation -> !operation.method().equals("GET"))
        .filteredOn(operation -> !operation.path().equals("/api/v1/install"))
        .allMatch(operation -> !operation.scope().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("closed")
  void withoutATokenItIsRefused(Operation operation) {
    HttpResponse<String> response = SERVICE.send(operation.on(SERVICE));
    assertProblem(response, ProblemCode.TOKEN_REQUIRED);
    assertThat(response.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer realm=\"registry\"");
  }

  @ParameterizedTest
  @MethodSource("closed")
  void withATokenOfAnotherScopeItIsRefused(Operation operation) {
    for (TokenScope scope : TokenScope.values()) {
      HttpResponse<String> response =
          SERVICE.send(operation.on(SERVICE, SERVICE.token("eve", scope)));
      if (scope == TokenScope.ADMIN || scope.label().equals(operation.scope())) {
        assertThat(response.statusCode()).as(response.body()).isNotIn(401, 403);
      } else {
        assertProblem(response, ProblemCode.SCOPE_MISSING);
        assertThat(response.headers().firstValue("WWW-Authenticate").orElse(""))
            .contains("insufficient_scope");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void aWrongTokenIsRefusedEverywhere(Operation operation) {
    String ended = SERVICE.registry().tokens().endedSecretOf("eve", TokenScope.ADMIN);
    for (String token : new String[] {"unknown", ended, "x".repeat(300)}) {
      HttpResponse<String> response = SERVICE.send(operation.on(SERVICE, token));
      assertProblem(response, ProblemCode.TOKEN_INVALID);
      assertThat(response.headers().firstValue("WWW-Authenticate").orElse(""))
          .contains("invalid_token");
    }
  }

  @ParameterizedTest
  @MethodSource("open")
  void readingNeedsNoToken(Operation operation) {
    assertThat(SERVICE.send(operation.on(SERVICE)).statusCode()).isNotIn(401, 403);
  }

  @Test
  void readingCanBeClosed() {
    try (RunningService closed = RunningService.start("--registry.security.anonymous-read=false")) {
      open()
          .forEach(operation -> {
            assertProblem(closed.send(operation.on(closed)), ProblemCode.TOKEN_REQUIRED);
            String token = closed.token("ada", TokenScope.YANK);
            assertThat(closed.send(operation.on(closed, token)).statusCode()).isNotIn(401, 403);
          });
      assertThat(closed.get("/actuator/health").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void passwordsAreNotTokens() {
    HttpResponse<String> response =
        SERVICE.send(SERVICE.request("/api/v1/status").header("Authorization", "Basic YTpi"));
    assertProblem(response, ProblemCode.TOKEN_INVALID);
  }

  @Test
  void noCookieIsSet() {
    HttpResponse<String> response =
        SERVICE.send(SERVICE.request("/api/v1/tokens", SERVICE.token("ada", TokenScope.ADMIN)));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/status",
        "/api/v1/nothing",
        "/nothing",
        "/actuator/health",
        "/swagger-ui/index.html"
      })
  void everyAnswerHasTheHeadersThatProtectBrowsers(String path) {
    HttpResponse<String> response = SERVICE.get(path);
    for (String header :
        Arrays.asList(
            "X-Content-Type-Options",
            "X-Frame-Options",
            "Referrer-Policy",
            "Content-Security-Policy",
            "Permissions-Policy",
            "X-Request-Id")) {
      assertThat(response.headers().allValues(header)).as(header).hasSize(1);
    }
    assertThat(response.headers().firstValue("Server")).isEmpty();
  }

  @Test
  void onlySomeOfTheActuatorIsOpen() {
    for (String path : new String[] {"health", "health/liveness", "info", "prometheus"}) {
      assertThat(SERVICE.get("/actuator/" + path).statusCode()).as(path).isEqualTo(200);
    }
    for (String path : new String[] {"env", "beans", "heapdump", "loggers", "shutdown"}) {
      assertProblem(SERVICE.get("/actuator/" + path), ProblemCode.PATH_NOT_FOUND);
    }
  }
}
