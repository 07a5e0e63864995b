package dev.ggen.registry.web;

import static dev.ggen.registry.web.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.api.OverviewDocument;
import dev.ggen.registry.api.PackageDocument;
import dev.ggen.registry.port.TextArchive;
import dev.ggen.registry.port.TokenScope;
import dev.ggen.registry.web.problem.ProblemCode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadTest {
  private static final RunningService SERVICE = RunningService.shared();

  @BeforeAll
  static void publish() {
    String token = SERVICE.token("ada", TokenScope.ADMIN);
    SERVICE.publish(token, TextArchive.of("@r/a", "1.0.0"));
    SERVICE.publish(
        token, TextArchive.of("@r/a", "1.2.0", "readme=Caf\u00e9 \u2615", "dependencies=b ^1"));
    SERVICE.publish(token, TextArchive.of("@r/a", "2.0.0-rc.1"));
    SERVICE.publish(token, TextArchive.of("r-plain", "1.0.0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"@r/a", "@r%2Fa", "@r%2fa", "%40r/a", "%40r%2Fa"})
  void aScopedNameMayBeWrittenAsItIsOrEncoded(String name) {
    String path = "/api/v1/packages/" + name;
    assertThat(SERVICE.get(path).statusCode()).isEqualTo(200);
    assertThat(SERVICE.get(path + "/1.2.0").statusCode()).isEqualTo(200);
    assertThat(SERVICE.get(path + "/1.2.0/archive").statusCode()).isEqualTo(200);
    assertThat(SERVICE.get(path + "/1.2.0/readme").statusCode()).isEqualTo(200);
  }

  @Test
  void anOverviewHasEveryVersionHighestFirst() {
    OverviewDocument document =
        RunningService.json(SERVICE.get("/api/v1/packages/@r/a"), OverviewDocument.class);
    assertThat(document.versions())
        .extracting(PackageDocument::version)
        .containsExactly("2.0.0-rc.1", "1.2.0", "1.0.0");
    assertThat(document.tags()).containsEntry("latest", "1.2.0");
    assertThat(document.owners()).containsExactly("ada");
  }

  @ParameterizedTest
  @CsvSource({
    "1.0.0,1.0.0",
    "latest,1.2.0",
    "%5E1,1.2.0",
    "1,1.2.0",
    "~1.0,1.0.0",
    "*,1.2.0",
    "%3E=1.0.0%20%3C1.1.0,1.0.0",
    "1.0.0%20%7C%7C%202.0.0,1.0.0",
    "2.0.0-rc.1,2.0.0-rc.1"
  })
  void aVersionIsChosenByItselfOrByATagOrARange(String selector, String version) {
    HttpResponse<String> response = SERVICE.get("/api/v1/packages/@r/a/" + selector);
    assertThat(RunningService.json(response, PackageDocument.class).version()).isEqualTo(version);
  }

  @Test
  void aRangeMayBeWrittenWithoutEncoding() {
    String answer =
        SERVICE.raw("GET /api/v1/packages/@r/a/^1 HTTP/1.1", "Host: x", "Connection: close");
    assertThat(answer).startsWith("HTTP/1.1 200").contains("\"version\":\"1.2.0\"");
  }

  @Test
  void whatIsNotThereIsLeftAway() {
    assertThat(SERVICE.get("/api/v1/packages/r-plain/1.0.0").body())
        .doesNotContain("null", "license", "yanked")
        .contains("\"tags\":[]");
  }

  @Test
  void timesAreIsoInstants() {
    assertThat(SERVICE.get("/api/v1/packages/r-plain/1.0.0").body())
        .containsPattern("\"publishedAt\":\"20\\d\\d-\\d\\d-\\d\\dT[0-9:.]+Z\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/packages/@r/a", "/api/v1/packages/@r/a/latest"})
  void whatIsUnchangedIsNotSentAgain(String path) {
    HttpResponse<String> first = SERVICE.get(path);
    String etag = first.headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> again = SERVICE.send(SERVICE.request(path).header("If-None-Match", etag));
    assertThat(first.headers().firstValue("Cache-Control")).hasValue("no-cache");
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.headers().firstValue("ETag")).hasValue(etag);
  }

  @Test
  void aMarkChangesTheTagOfAVersion() {
    String token = SERVICE.token("ada", TokenScope.ADMIN);
    SERVICE.publish(token, TextArchive.of("r-marked", "1.0.0"));
    String path = "/api/v1/packages/r-marked/1.0.0";
    String etag = SERVICE.get(path).headers().firstValue("ETag").orElseThrow();
    SERVICE.send(SERVICE.request(path, token).DELETE());
    HttpResponse<String> after = SERVICE.send(SERVICE.request(path).header("If-None-Match", etag));
    assertThat(after.statusCode()).isEqualTo(200);
    assertThat(after.body()).contains("\"yanked\":\"No reason was given.\"");
  }

  @Test
  void aReadmeIsMarkdownInUtf8() {
    HttpResponse<String> response = SERVICE.get("/api/v1/packages/@r/a/latest/readme");
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValue("text/markdown;charset=UTF-8");
    assertThat(response.body()).isEqualTo("Caf\u00e9 \u2615");
  }

  @Test
  void aVersionWithoutAReadmeSaysSo() {
    assertProblem(SERVICE.get("/api/v1/packages/@r/a/1.0.0/readme"), ProblemCode.README_NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource({
    "nothing,PACKAGE_NOT_FOUND",
    "nothing/1.0.0,PACKAGE_NOT_FOUND",
    "@r/a/3.0.0,VERSION_NOT_FOUND",
    "@r/a/%5E3,VERSION_NOT_FOUND",
    "@r/a/beta,TAG_NOT_FOUND",
    "@r/a/1.0.0/nothing,PATH_NOT_FOUND",
    "Big,INVALID_REQUEST",
    "@r,INVALID_REQUEST",
    "@r/a/1..0,INVALID_REQUEST"
  })
  void whatIsNotThereIsAProblem(String path, ProblemCode code) {
    assertProblem(SERVICE.get("/api/v1/packages/" + path), code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/packages/r-plain?mode=p2p",
        "/api/v1/packages/r-plain/latest?mode=hybrid",
        "/api/v1/search?mode=hybrid"
      })
  void otherModesAreNotAvailable(String path) {
    assertThat(assertProblem(SERVICE.get(path), ProblemCode.MODE_UNAVAILABLE).detail())
        .contains("'central'");
  }

  @Test
  void itsOwnModeMayBeNamed() {
    assertThat(SERVICE.get("/api/v1/packages/r-plain?mode=central").statusCode()).isEqualTo(200);
  }
}
