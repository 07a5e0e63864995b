package dev.ggen.registry.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.api.ProblemDocument;
import dev.ggen.registry.web.problem.ProblemCode;
import java.net.http.HttpResponse;

/** What holds for every problem. */
final class ProblemAssert {
  private ProblemAssert() {}

  /** Checks an answer against the table, and returns its problem. */
  static ProblemDocument assertProblem(HttpResponse<String> response, ProblemCode code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(code.status());
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    ProblemDocument problem = RunningService.problem(response);
    assertThat(problem.type()).isEqualTo("urn:ggen:problem:" + code.code());
    assertThat(problem.title()).isEqualTo(code.title());
    assertThat(problem.status()).isEqualTo(code.status());
    assertThat(problem.detail()).isNotBlank();
    assertThat(problem.instance()).startsWith("/");
    assertThat(problem.requestId())
        .isEqualTo(response.headers().firstValue("X-Request-Id").orElseThrow());
    assertThat(response.body()).doesNotContain("Exception", "\tat ", "java.", "Tomcat");
    return problem;
  }
}
