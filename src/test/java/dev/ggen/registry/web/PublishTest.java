package dev.ggen.registry.web;

import static dev.ggen.registry.web.ProblemAssert.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.api.ProblemDocument;
import dev.ggen.registry.api.PublishDocument;
import dev.ggen.registry.port.TextArchive;
import dev.ggen.registry.port.TokenScope;
import dev.ggen.registry.web.problem.ProblemCode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishTest {
  private static final int MAX_ARCHIVE_BYTES = 1 << 20;

  private final RunningService service = RunningService.shared();
  private final String token = service.token("ada", TokenScope.PUBLISH);

  @Test
  void aNewVersionIsCreated() {
    HttpResponse<String> response =
        service.publish(token, TextArchive.of("@p/new", "1.0.0", "note=a note"));
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.headers().firstValue("Location")).hasValue("/api/v1/packages/@p/new/1.0.0");
    PublishDocument document = RunningService.json(response, PublishDocument.class);
    assertThat(document.created()).isTrue();
    assertThat(document.notes()).containsExactly("a note");
    assertThat(document.published().name()).isEqualTo("@p/new");
    assertThat(document.published().publisher()).isEqualTo("ada");
  }

  @Test
  void theSameBytesAgainAreAnsweredWith200() {
    byte[] archive = TextArchive.of("p-again", "1.0.0");
    service.publish(token, archive);
    HttpResponse<String> response = service.publish(token, archive);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(RunningService.json(response, PublishDocument.class).created()).isFalse();
  }

  @Test
  void otherBytesOfAVersionAreRefused() {
    service.publish(token, TextArchive.of("p-taken", "1.0.0"));
    assertProblem(
        service.publish(token, TextArchive.of("p-taken", "1.0.0", "category=x")),
        ProblemCode.VERSION_EXISTS);
  }

  @Test
  void aNameOfOthersIsRefused() {
    service.publish(token, TextArchive.of("p-owned", "1.0.0"));
    String grace = service.token("grace", TokenScope.PUBLISH);
    assertProblem(
        service.publish(grace, TextArchive.of("p-owned", "1.1.0")), ProblemCode.NOT_OWNER);
  }

  @Test
  void eachFaultOfABadManifestIsTold() {
    ProblemDocument problem =
        assertProblem(
            service.publish(token, TextArchive.of("Not A Name", "1.0.0")),
            ProblemCode.INVALID_MANIFEST);
    assertThat(problem.problems()).hasSize(1);
    assertThat(problem.problems().getFirst().file()).isEqualTo("ggen.toml");
    assertThat(problem.problems().getFirst().line()).isEqualTo(1);
    assertThat(problem.problems().getFirst().message()).contains("not-a-name");
  }

  @Test
  void theLongestArchiveIsAcceptedAndOneByteMoreIsNot() {
    assertThat(service.publish(token, padded("p-longest", MAX_ARCHIVE_BYTES)).statusCode())
        .isEqualTo(201);
    assertProblem(
        service.publish(token, padded("p-longer", MAX_ARCHIVE_BYTES + 1)),
        ProblemCode.ARCHIVE_TOO_LARGE);
  }

  private static byte[] padded(String name, int length) {
    byte[] archive = TextArchive.of(name, "1.0.0", "readme=");
    byte[] padded = Arrays.copyOf(archive, length);
    Arrays.fill(padded, archive.length, length, (byte) '\n');
    return padded;
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/gzip", "application/x-gzip", "application/octet-stream"})
  void aRawBodyIsReadWhateverItIsCalled(String type) {
    HttpResponse<String> response =
        service.send(
            service
                .request("/api/v1/packages", token)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(TextArchive.of("p-raw", "1.0.0"))));
    assertThat(response.statusCode()).isIn(200, 201);
  }

  @Test
  void aBodyWithoutALengthIsRead() {
    HttpResponse<String> response =
        service.send(
            service
                .request("/api/v1/packages", token)
                .header("Content-Type", "application/gzip")
                .POST(
                    BodyPublishers.fromPublisher(
                        BodyPublishers.ofByteArray(TextArchive.of("p-chunked", "1.0.0")))));
    assertThat(response.statusCode()).isEqualTo(201);
  }

  @Test
  void aFormWithAnArchiveIsRead() {
    HttpResponse<String> response =
        multipart(
            part("archive", new String(TextArchive.of("p-form", "1.0.0"), UTF_8)) + "--b--\r\n");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
  }

  @Test
  void aFormMayContinueBehindTheArchive() {
    String archive = new String(TextArchive.of("p-form2", "1.0.0"), UTF_8);
    HttpResponse<String> response =
        multipart(part("archive", archive) + part("comment", "x") + "--b--\r\n");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--b--\r\n",
        "no boundary",
        "--b\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n--b--\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"archive\"\r\n\r\nname=p\nversion=1.0.0"
      })
  void aBrokenFormIsRefused(String body) {
    ProblemDocument problem = assertProblem(multipart(body), ProblemCode.MALFORMED_BODY);
    assertThat(problem.detail()).contains("'archive'");
  }

  @Test
  void aFormWithoutABoundaryIsRefused() {
    assertProblem(
        service.send(
            service
                .request("/api/v1/packages", token)
                .header("Content-Type", "multipart/form-data")
                .POST(BodyPublishers.ofString("x"))),
        ProblemCode.MALFORMED_BODY);
  }

  private HttpResponse<String> multipart(String body) {
    return service.send(
        service
            .request("/api/v1/packages", token)
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(BodyPublishers.ofString(body)));
  }

  private static String part(String name, String content) {
    return "--b\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"a.tgz\"\r\n\r\n%s\r\n"
        .formatted(name, content);
  }

  @Test
  void anUnknownKindOfBodyIsRefusedWithThoseThatAreRead() {
    ProblemDocument problem =
        assertProblem(
            service.send(
                service
                    .request("/api/v1/packages", token)
                    .header("Content-Type", "text/plain")
                    .POST(BodyPublishers.ofString("x"))),
            ProblemCode.UNSUPPORTED_MEDIA_TYPE);
    assertThat(problem.detail()).contains("multipart/form-data", "application/gzip");
  }

  @Test
  void noBodyAtAllIsRefused() {
    assertThat(rawPost("Authorization: Bearer " + token))
        .startsWith("HTTP/1.1 411")
        .contains("urn:ggen:problem:length-required");
  }

  @Test
  void aBodyThatBreaksOffIsTheSendersFault() {
    assertThat(rawPost("Authorization: Bearer " + token, "Transfer-Encoding: chunked", "", "zz"))
        .startsWith("HTTP/1.1 400")
        .contains("urn:ggen:problem:malformed-request");
  }

  @Test
  void whoIsRefusedHearsItBeforeSendingTheArchive() {
    assertThat(rawPost("Content-Length: 1000000000", "Expect: 100-continue"))
        .startsWith("HTTP/1.1 401")
        .doesNotContain("100 Continue");
  }

  private String rawPost(String... lines) {
    return service.raw(
        Stream.concat(
                Stream.of(
                    "POST /api/v1/packages HTTP/1.1",
                    "Host: x",
                    "Connection: close",
                    "Content-Type: application/gzip"),
                Stream.of(lines))
            .toArray(String[]::new));
  }
}
