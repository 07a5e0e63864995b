package dev.ggen.registry.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.HybridRegistryApplication;
import dev.ggen.registry.api.InstallDocument;
import dev.ggen.registry.api.PublishDocument;
import dev.ggen.registry.api.StatusDocument;
import dev.ggen.registry.port.TestArchives;
import dev.ggen.registry.web.RunningService;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The service as users start it: real database, blob store and index behind REST. */
class CentralServiceTest {
  @TempDir private Path directory;

  private RunningService start() {
    return RunningService.start(HybridRegistryApplication.class, directory);
  }

  private String adminToken() throws IOException {
    return Files.readString(directory.resolve("data/admin-token")).strip();
  }

  @Test
  void whatIsPublishedIsFoundInstalledAndComesBackAlsoAfterARestart() throws IOException {
    String filler = "0123456789abcdef".repeat(20_000);
    byte[] archive =
        TestArchives.tgz(
            "package.json",
            "{\"name\":\"@acme/smoke\",\"version\":\"1.2.0\",\"description\":\"A lighthouse\"}",
            "README.md",
            "# Smoke",
            "filler.txt",
            filler);
    try (RunningService service = start()) {
      HttpResponse<String> published = service.publish(adminToken(), archive);
      assertThat(published.statusCode()).as(published.body()).isEqualTo(201);
      assertThat(RunningService.json(published, PublishDocument.class).published().publisher())
          .isEqualTo("admin");
      assertReadable(service, archive);
    }
    try (RunningService service = start()) {
      assertReadable(service, archive);
      assertThat(service.publish(adminToken(), archive).statusCode()).isEqualTo(200);
    }
  }

  private void assertReadable(RunningService service, byte[] archive) {
    awaitIndexed(service);
    JsonNode found = RunningService.json(service.get("/api/v1/search?q=lighthouse"));
    assertThat(found.get("hits").get(0).get("name").asString()).isEqualTo("@acme/smoke");
    HttpResponse<String> installed =
        service.send(
            service
                .request("/api/v1/install")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"@acme/smoke\",\"version\":\"^1\"}")));
    InstallDocument document = RunningService.json(installed, InstallDocument.class);
    HttpResponse<byte[]> bytes =
        service.send(service.request(document.archive()), BodyHandlers.ofByteArray());
    assertThat(bytes.body()).isEqualTo(archive);
    assertThat(service.get("/api/v1/packages/@acme/smoke/latest/readme").body())
        .isEqualTo("# Smoke");
    assertThat(RunningService.json(service.get("/api/v1/changes")).get("next").asLong())
        .isEqualTo(1);
    assertThat(service.get("/actuator/health/readiness").body())
        .contains("\"db\"", "\"searchIndex\"", "\"blobStore\"");
    assertThat(service.get("/actuator/prometheus").body()).contains("registry_versions 1.0");
  }

  /** Search shows a change a little later where the machine is slow; each question is a pause. */
  private static void awaitIndexed(RunningService service) {
    StatusDocument status = null;
    for (int i = 0; i < 1_000; i++) {
      status = RunningService.json(service.get("/api/v1/status"), StatusDocument.class);
      if (status.indexedSequence() == status.sequence()) {
        return;
      }
    }
    throw new AssertionError("never indexed: " + status);
  }

  @Test
  void aPartOfAFileIsSentByTheKernel() throws IOException {
    byte[] random = new byte[300_000];
    new Random(1).nextBytes(random);
    byte[] archive =
        TestArchives.tgz(
            "package.json",
            "{\"name\":\"large\",\"version\":\"1.0.0\"}",
            "text.txt",
            HexFormat.of().formatHex(random));
    assertThat(archive.length).isGreaterThan(200_000);
    try (RunningService service = start()) {
      service.publish(adminToken(), archive);
      HttpResponse<byte[]> part =
          service.send(
              service
                  .request("/api/v1/packages/large/1.0.0/archive")
                  .header("Range", "bytes=1000-199999"),
              BodyHandlers.ofByteArray());
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(part.body()).isEqualTo(Arrays.copyOfRange(archive, 1000, 200_000));
    }
  }

  @Test
  void aBrokenArchiveIsTheSendersFault() throws IOException {
    try (RunningService service = start()) {
      assertThat(service.publish(adminToken(), new byte[] {1, 2, 3}).body())
          .contains("urn:ggen:problem:broken-archive");
      assertThat(service.publish(adminToken(), TestArchives.tgz("a.txt", "a")).body())
          .contains("urn:ggen:problem:no-manifest");
    }
  }
}
