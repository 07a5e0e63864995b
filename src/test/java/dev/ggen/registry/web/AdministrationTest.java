package dev.ggen.registry.web;

import static dev.ggen.registry.web.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.api.InstallDocument;
import dev.ggen.registry.api.OverviewDocument;
import dev.ggen.registry.api.PackageDocument;
import dev.ggen.registry.api.TokenDocument;
import dev.ggen.registry.port.TextArchive;
import dev.ggen.registry.port.TokenScope;
import dev.ggen.registry.web.problem.BodyLimit;
import dev.ggen.registry.web.problem.ProblemCode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdministrationTest {
  private static final String TOKENS = "/api/v1/tokens";

  private final RunningService service = RunningService.shared();
  private final String token = service.token("ada", TokenScope.ADMIN);

  private String published(String name) {
    service.publish(token, TextArchive.of(name, "1.0.0"));
    return "/api/v1/packages/" + name;
  }

  private HttpResponse<String> post(String path) {
    return service.send(service.request(path, token).POST(BodyPublishers.noBody()));
  }

  @Test
  void aVersionIsYankedWithAReasonAndComesBack() {
    String path = published("@m/yank") + "/1.0.0";
    HttpResponse<String> yanked =
        service.send(service.request(path + "?reason=broken%20build", token).DELETE());
    assertThat(RunningService.json(yanked, PackageDocument.class).yanked())
        .isEqualTo("broken build");
    assertThat(RunningService.json(post(path + "/unyank"), PackageDocument.class).yanked())
        .isNull();
  }

  @Test
  void aVersionIsDeprecatedUntilTheMessageIsEmpty() {
    String path = published("@m/old") + "/1.0.0/deprecate";
    HttpResponse<String> marked =
        service.sendJson("POST", path, token, "{\"message\":\"Use @m/new.\"}");
    assertThat(RunningService.json(marked, PackageDocument.class).deprecated())
        .isEqualTo("Use @m/new.");
    HttpResponse<String> cleared = service.sendJson("POST", path, token, "{\"message\":\"\"}");
    assertThat(RunningService.json(cleared, PackageDocument.class).deprecated()).isNull();
  }

  @Test
  void onlyACompleteVersionIsMarked() {
    String path = published("m-exact");
    assertProblem(
        service.send(service.request(path + "/1.0", token).DELETE()), ProblemCode.INVALID_REQUEST);
    assertProblem(post(path + "/2.0.0/unyank"), ProblemCode.VERSION_NOT_FOUND);
  }

  @Test
  void aTagIsSetAndRemoved() {
    String path = published("@m/tag") + "/tags/";
    HttpResponse<String> set =
        service.sendJson("PUT", path + "beta", token, "{\"version\":\"1.0.0\"}");
    assertThat(RunningService.json(set, OverviewDocument.class).tags())
        .containsEntry("beta", "1.0.0");
    HttpResponse<String> removed = service.send(service.request(path + "beta", token).DELETE());
    assertThat(RunningService.json(removed, OverviewDocument.class).tags())
        .doesNotContainKey("beta");
    assertProblem(
        service.send(service.request(path + "beta", token).DELETE()), ProblemCode.TAG_NOT_FOUND);
    assertProblem(
        service.send(service.request(path + "latest", token).DELETE()), ProblemCode.CONFLICT);
  }

  @Test
  void anOwnerIsAddedAndRemovedButNotTheLast() {
    String path = published("@m/owner") + "/owners/";
    HttpResponse<String> added =
        service.send(service.request(path + "grace", token).PUT(BodyPublishers.noBody()));
    assertThat(RunningService.json(added, OverviewDocument.class).owners())
        .containsExactly("ada", "grace");
    service.send(service.request(path + "grace", token).DELETE());
    assertProblem(
        service.send(service.request(path + "ada", token).DELETE()), ProblemCode.CONFLICT);
  }

  @Test
  void anInstallTellsWhereTheBytesAre() {
    published("@m/install");
    HttpResponse<String> response =
        service.sendJson(
            "POST", "/api/v1/install", token, "{\"name\":\"@m/install\",\"version\":\"^1\"}");
    InstallDocument document = RunningService.json(response, InstallDocument.class);
    assertThat(document.version()).isEqualTo("1.0.0");
    assertThat(document.source()).isEqualTo("central");
    assertThat(service.get(document.archive()).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{}|INVALID_REQUEST|'name' is missing",
        "{\"name\":\"x\",\"colour\":\"red\"}|MALFORMED_BODY|Unknown field 'colour'",
        "{\"name\":[]}|MALFORMED_BODY|'name'",
        "{\"name\":|MALFORMED_BODY|line 1",
        "[]|MALFORMED_BODY|JSON",
        "##|MALFORMED_BODY|missing",
        "{\"name\":\"nothing-here\"}|PACKAGE_NOT_FOUND|nothing-here",
        "{\"name\":\"A\"}|INVALID_REQUEST|lower-case",
        "{\"name\":\"a\",\"mode\":\"p2p\"}|MODE_UNAVAILABLE|'central'"
      })
  void aBadInstallIsExplained(String body, ProblemCode code, String detail) {
    HttpResponse<String> response = service.sendJson("POST", "/api/v1/install", token, body);
    assertThat(assertProblem(response, code).detail()).contains(detail);
  }

  @Test
  void aTokenIsMadeListedAndRevoked() {
    HttpResponse<String> made =
        service.sendJson(
            "POST", TOKENS, token, "{\"user\":\"bo\",\"scopes\":[\"yank\",\"publish\"]}");
    assertThat(made.statusCode()).isEqualTo(201);
    TokenDocument document = RunningService.json(made, TokenDocument.class);
    assertThat(document.token()).isNotBlank();
    assertThat(document.scopes()).containsExactly("publish", "yank");
    String list = service.send(service.request(TOKENS, token)).body();
    assertThat(list).contains("\"" + document.id() + "\"").doesNotContain(document.token());
    HttpResponse<String> revoked =
        service.send(service.request(TOKENS + "/" + document.id(), token).DELETE());
    assertThat(revoked.statusCode()).isEqualTo(204);
    assertProblem(
        service.send(service.request(TOKENS + "/" + document.id(), token).DELETE()),
        ProblemCode.TOKEN_NOT_FOUND);
    assertProblem(
        service.send(service.request("/api/v1/status", document.token())),
        ProblemCode.TOKEN_INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"user\":\"bo\"}",
        "{\"user\":\"bo\",\"scopes\":[]}",
        "{\"user\":\"bo\",\"scopes\":[\"fly\"]}",
        "{\"scopes\":[\"publish\"]}",
        "{\"user\":\"bo\",\"scopes\":[\"publish\"],\"expiresInDays\":0}",
        "{\"user\":\"bo\",\"scopes\":[\"publish\"],\"expiresInDays\":3651}"
      })
  void aBadTokenIsRefused(String body) {
    assertProblem(service.sendJson("POST", TOKENS, token, body), ProblemCode.INVALID_REQUEST);
  }

  @Test
  void aTokenMayBeValidForTenYears() {
    HttpResponse<String> made =
        service.sendJson(
            "POST",
            TOKENS,
            token,
            "{\"user\":\"bo\",\"scopes\":[\"yank\"],\"expiresInDays\":3650}");
    assertThat(RunningService.json(made, TokenDocument.class).expiresAt()).isNotNull();
  }

  @Test
  void theLongestJsonBodyIsReadAndOneByteMoreIsNot() {
    String path = published("m-body") + "/1.0.0/deprecate";
    String json = "{\"message\":\"x\"}";
    String longest = json + " ".repeat(BodyLimit.MAX_BYTES - json.length());
    assertThat(service.sendJson("POST", path, token, longest).statusCode()).isEqualTo(200);
    assertProblem(service.sendJson("POST", path, token, longest + " "), ProblemCode.BODY_TOO_LARGE);
  }

  @Test
  void aChunkedJsonBodyHasTheSameLimit() {
    String path = published("m-chunked") + "/1.0.0/deprecate";
    byte[] body = new byte[BodyLimit.MAX_BYTES + 1];
    Arrays.fill(body, (byte) ' ');
    HttpResponse<String> response =
        service.send(
            service
                .request(path, token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body))));
    assertProblem(response, ProblemCode.BODY_TOO_LARGE);
  }
}
