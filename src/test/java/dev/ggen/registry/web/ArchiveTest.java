package dev.ggen.registry.web;

import static dev.ggen.registry.web.ProblemAssert.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.api.PackageDocument;
import dev.ggen.registry.port.TextArchive;
import dev.ggen.registry.port.TokenScope;
import dev.ggen.registry.web.problem.ProblemCode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {
  private static final RunningService SERVICE = RunningService.shared();
  private static final byte[] BYTES = TextArchive.of("@a/small", "1.0.0");
  private static final byte[] LARGE =
      TextArchive.of("a-large", "1.0.0", "readme=" + "0123456789".repeat(20_000));
  private static final String PATH = "/api/v1/packages/@a/small/1.0.0/archive";

  @BeforeAll
  static void publish() {
    String token = SERVICE.token("ada", TokenScope.PUBLISH);
    SERVICE.publish(token, BYTES);
    SERVICE.publish(token, LARGE);
  }

  @Test
  void anArchiveComesAsItWasPublished() {
    HttpResponse<byte[]> response = SERVICE.send(SERVICE.request(PATH), BodyHandlers.ofByteArray());
    assertThat(response.body()).isEqualTo(BYTES);
    assertThat(header(response, "Content-Type")).isEqualTo("application/gzip");
    assertThat(header(response, "Content-Length")).isEqualTo(Integer.toString(BYTES.length));
    assertThat(header(response, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(header(response, "Accept-Ranges")).isEqualTo("bytes");
    assertThat(header(response, "Content-Disposition"))
        .isEqualTo("attachment; filename=\"a-small-1.0.0.tgz\"");
  }

  @Test
  void itsTagAndDigestsAreThoseOfItsRecord() {
    PackageDocument document =
        RunningService.json(SERVICE.get("/api/v1/packages/@a/small/1.0.0"), PackageDocument.class);
    HttpResponse<String> response = SERVICE.get(PATH);
    String base64 = document.toRecord().archive().sha256().base64();
    assertThat(header(response, "ETag")).isEqualTo('"' + document.sha256() + '"');
    assertThat(header(response, "Digest")).isEqualTo("sha-256=" + base64);
    assertThat(header(response, "Repr-Digest")).isEqualTo("sha-256=:" + base64 + ":");
  }

  @Test
  void aLargeArchiveComesWhole() {
    HttpResponse<byte[]> response =
        SERVICE.send(
            SERVICE
                .request("/api/v1/packages/a-large/1.0.0/archive")
                .header("Accept-Encoding", "gzip"),
            BodyHandlers.ofByteArray());
    assertThat(response.body()).isEqualTo(LARGE);
    assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"latest", "%5E1"})
  void aTagOrRangeIsRedirectedToTheExactVersion(String selector) {
    HttpResponse<String> response =
        SERVICE.get("/api/v1/packages/@a/small/" + selector + "/archive");
    assertThat(response.statusCode()).isEqualTo(307);
    assertThat(header(response, "Location")).isEqualTo(PATH);
    assertThat(header(response, "Cache-Control")).isEqualTo("no-cache");
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-9,0,10",
    "bytes=5-,5,-1",
    "bytes=-7,-7,-1",
    "bytes=3-3,3,4",
    "bytes=0-99999,0,-1"
  })
  void aRangeGivesAPart(String range, int start, int end) {
    HttpResponse<byte[]> response =
        SERVICE.send(SERVICE.request(PATH).header("Range", range), BodyHandlers.ofByteArray());
    int from = start < 0 ? BYTES.length + start : start;
    int to = end < 0 ? BYTES.length : end;
    if (to - from == BYTES.length) {
      assertThat(response.statusCode()).isEqualTo(200);
    } else {
      assertThat(response.statusCode()).isEqualTo(206);
      assertThat(header(response, "Content-Range"))
          .isEqualTo("bytes %d-%d/%d".formatted(from, to - 1, BYTES.length));
    }
    assertThat(new String(response.body(), UTF_8))
        .isEqualTo(new String(BYTES, UTF_8).substring(from, to));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=0-1,3-4", "bytes=x", "bytes=5-2", "chunks=0-1", "bytes=-"})
  void severalRangesAndWhatIsNoneGiveTheWhole(String range) {
    HttpResponse<String> response = SERVICE.send(SERVICE.request(PATH).header("Range", range));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).hasSize(BYTES.length);
  }

  @Test
  void aRangeBehindTheEndIsNotSatisfiable() {
    HttpResponse<String> response =
        SERVICE.send(SERVICE.request(PATH).header("Range", "bytes=%d-".formatted(BYTES.length)));
    assertProblem(response, ProblemCode.RANGE_NOT_SATISFIABLE);
    assertThat(header(response, "Content-Range")).isEqualTo("bytes */" + BYTES.length);
  }

  @Test
  void aRangeOfWhatItWasOnceGivesTheWhole() {
    String etag = header(SERVICE.get(PATH), "ETag");
    assertThat(ranged(etag).statusCode()).isEqualTo(206);
    assertThat(ranged("\"other\"").statusCode()).isEqualTo(200);
    assertThat(ranged("W/" + etag).statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> ranged(String condition) {
    return SERVICE.send(
        SERVICE.request(PATH).header("Range", "bytes=0-1").header("If-Range", condition));
  }

  @Test
  void whatTheClientHasIsNotSentAgainAndNotCounted() {
    String etag = header(SERVICE.get(PATH), "ETag");
    long before = downloads();
    for (String known : new String[] {etag, "W/" + etag, "\"x\", " + etag, "*"}) {
      HttpResponse<String> response =
          SERVICE.send(SERVICE.request(PATH).header("If-None-Match", known));
      assertThat(response.statusCode()).isEqualTo(304);
      assertThat(response.body()).isEmpty();
      assertThat(header(response, "Cache-Control")).contains("immutable");
    }
    assertThat(downloads()).isEqualTo(before);
  }

  @Test
  void aHeadHasTheHeadersAndIsNotCounted() {
    long before = downloads();
    HttpResponse<String> response =
        SERVICE.send(SERVICE.request(PATH).method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "Content-Length")).isEqualTo(Integer.toString(BYTES.length));
    assertThat(header(response, "ETag")).isNotEmpty();
    assertThat(downloads()).isEqualTo(before);
  }

  private static long downloads() {
    return RunningService.json(SERVICE.get("/api/v1/packages/@a/small")).get("downloads").asLong();
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
