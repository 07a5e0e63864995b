package dev.ggen.registry.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.port.RegistryStatus;
import dev.ggen.registry.port.TextArchive;
import dev.ggen.registry.port.TokenScope;
import dev.ggen.registry.web.RunningService;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;
import tools.jackson.databind.JsonNode;

/** What operators watch. */
class OperationsTest {
  private static final RunningService SERVICE = RunningService.shared();

  @TempDir private Path directory;

  @Test
  void healthTellsOfDiskAndIndex() {
    JsonNode components = RunningService.json(SERVICE.get("/actuator/health")).get("components");
    assertThat(components.get("blobStore").get("details").get("freeBytes").asLong()).isPositive();
    assertThat(components.get("searchIndex").get("details").get("lag").asLong()).isZero();
  }

  @Test
  void probesHaveGroupsOfTheirOwn() {
    for (String group : new String[] {"liveness", "readiness", "startup"}) {
      assertThat(SERVICE.get("/actuator/health/" + group).statusCode()).isEqualTo(200);
    }
    assertThat(SERVICE.get("/actuator/health/liveness").body()).doesNotContain("blobStore");
  }

  @Test
  void aFullDiskIsUnwellButReady() {
    try (RunningService full = RunningService.start("--registry.health.min-free-disk=1024TB")) {
      assertThat(full.get("/actuator/health").statusCode()).isEqualTo(503);
      assertThat(full.get("/actuator/health").body()).contains("\"status\":\"LOW_DISK\"");
      assertThat(full.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aLostDirectoryIsDown() {
    DataDirectoryHealth health = new DataDirectoryHealth(directory.resolve("gone"), 0);
    assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
  }

  @Test
  void anIndexTooFarBehindIsOutOfService() {
    assertThat(lagging(10).health().getStatus()).isEqualTo(Status.UP);
    assertThat(lagging(11).health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
  }

  private static SearchIndexHealth lagging(long lag) {
    return new SearchIndexHealth(() -> new RegistryStatus.Snapshot(0, 0, 0, 100, 100 - lag), 10);
  }

  @Test
  void metricsHaveTheNamesOfTheGuide() {
    String token = SERVICE.token("ada", TokenScope.ADMIN);
    SERVICE.publish(token, TextArchive.of("metered", "1.0.0"));
    SERVICE.publish(token, TextArchive.of("Bad Name", "1.0.0"));
    SERVICE.get("/api/v1/search?q=metered");
    SERVICE.get("/api/v1/packages/metered/1.0.0/archive");
    SERVICE.sendJson("POST", "/api/v1/install", token, "{\"name\":\"metered\"}");
    SERVICE.sendJson("POST", "/api/v1/install", token, "{\"name\":\"not-metered\"}");
    assertThat(SERVICE.get("/actuator/prometheus").body())
        .containsPattern(counter("search", "success"))
        .containsPattern(counter("publish", "success"))
        .containsPattern(counter("publish", "rejected"))
        .containsPattern(counter("download", "success"))
        .containsPattern(counter("install", "success"))
        .containsPattern(counter("install", "not-found"))
        .contains("registry_search_seconds_bucket{", "registry_publish_seconds_bucket{")
        .contains("registry_packages ", "registry_versions ", "registry_archive_bytes ")
        .contains("registry_feed_sequence ", "registry_index_lag ");
  }

  private static String counter(String kind, String outcome) {
    return kind + "_requests_total\\{mode=\"central\",outcome=\"" + outcome + "\"} [1-9]";
  }

  @Test
  void infoTellsNothingSecret() {
    assertThat(SERVICE.get("/actuator/info").body()).doesNotContain("secret", "token", "java.home");
  }
}
