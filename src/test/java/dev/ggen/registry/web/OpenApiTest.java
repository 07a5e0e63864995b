package dev.ggen.registry.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.web.problem.ProblemCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What Swagger UI shows. */
class OpenApiTest {
  private static final RunningService SERVICE = RunningService.shared();
  private static final JsonNode DOCUMENT = RunningService.json(SERVICE.get("/v3/api-docs"));

  static Stream<Arguments> operations() {
    Map<String, JsonNode> operations = new LinkedHashMap<>();
    JsonNode paths = DOCUMENT.get("paths");
    paths
        .propertyNames()
        .forEach(path ->
            paths
                .get(path)
                .propertyNames()
                .forEach(
                    method -> operations.put(method + " " + path, paths.get(path).get(method))));
    return operations.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  @Test
  void everyOperationOfTheDesignIsThere() {
    assertThat(operations().map(each -> each.get()[0]))
        .containsExactlyInAnyOrder(
            "post /api/v1/packages",
            "get /api/v1/packages/{name}",
            "get /api/v1/packages/{name}/{version}",
            "delete /api/v1/packages/{name}/{version}",
            "get /api/v1/packages/{name}/{version}/archive",
            "get /api/v1/packages/{name}/{version}/readme",
            "post /api/v1/packages/{name}/{version}/unyank",
            "post /api/v1/packages/{name}/{version}/deprecate",
            "put /api/v1/packages/{name}/tags/{tag}",
            "delete /api/v1/packages/{name}/tags/{tag}",
            "put /api/v1/packages/{name}/owners/{user}",
            "delete /api/v1/packages/{name}/owners/{user}",
            "get /api/v1/search",
            "post /api/v1/install",
            "get /api/v1/changes",
            "get /api/v1/events",
            "get /api/v1/status",
            "post /api/v1/tokens",
            "get /api/v1/tokens",
            "delete /api/v1/tokens/{id}");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  void anOperationIsDescribed(String name, JsonNode operation) {
    assertThat(operation.path("summary").asString("")).as(name).isNotBlank();
    assertThat(operation.path("tags").size()).isEqualTo(1);
    operation
        .path("parameters")
        .forEach(parameter ->
            assertThat(parameter.path("description").asString(""))
                .as(name + " " + parameter)
                .isNotBlank());
    operation
        .path("parameters")
        .forEach(parameter -> {
          if (parameter.get("in").asString().equals("path")) {
            assertThat(parameter.path("example").asString("")).as(name).isNotBlank();
          }
        });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  void everyJsonBodyHasASchemaAndAnExample(String name, JsonNode operation) {
    operation
        .path("requestBody")
        .path("content")
        .forEach(body -> assertThat(body.path("schema").isMissingNode()).as(name).isFalse());
    JsonNode json = operation.path("requestBody").path("content").path("application/json");
    assertThat(json.isMissingNode() || json.has("example")).as(name).isTrue();
    operation
        .get("responses")
        .forEach(response -> {
          JsonNode body = response.path("content").path("application/json");
          assertThat(body.isMissingNode() || (body.has("schema") && body.has("example")))
              .as(name)
              .isTrue();
        });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  void everyErrorIsAProblemWithAnExample(String name, JsonNode operation) {
    JsonNode responses = operation.get("responses");
    assertThat(responses.propertyNames()).as(name).contains("401", "500");
    for (String status : responses.propertyNames()) {
      if (status.charAt(0) >= '4') {
        JsonNode problem = responses.get(status).path("content").path("application/problem+json");
        assertThat(problem.path("schema").path("$ref").asString(""))
            .as(name + " " + status)
            .isEqualTo("#/components/schemas/ProblemDocument");
        problem
            .get("examples")
            .properties()
            .forEach(example ->
                assertThat(ProblemCode.of(example.getKey()).orElseThrow().status())
                    .isEqualTo(Integer.parseInt(status)));
      }
    }
  }

  @Test
  void everyReferenceHasASchema() {
    JsonNode schemas = DOCUMENT.get("components").get("schemas");
    DOCUMENT
        .findValuesAsString("$ref")
        .forEach(reference ->
            assertThat(schemas.has(reference.substring(reference.lastIndexOf('/') + 1)))
                .as(reference)
                .isTrue());
  }

  @Test
  void authorizeTakesABearerToken() {
    JsonNode scheme = DOCUMENT.get("components").get("securitySchemes").get("token");
    assertThat(scheme.get("type").asString()).isEqualTo("http");
    assertThat(scheme.get("scheme").asString()).isEqualTo("bearer");
  }

  @Test
  void publishCanBeTriedByFormAndByBody() {
    JsonNode content =
        DOCUMENT.get("paths").get("/api/v1/packages").get("post").get("requestBody").get("content");
    JsonNode part =
        content.get("multipart/form-data").get("schema").get("properties").get("archive");
    assertThat(part.get("format").asString()).isEqualTo("binary");
    assertThat(content.get("application/gzip").get("schema").get("format").asString())
        .isEqualTo("binary");
  }

  @Test
  void thePageIsServed() {
    assertThat(SERVICE.get("/swagger-ui.html").statusCode()).isEqualTo(302);
    assertThat(SERVICE.get("/swagger-ui/index.html").body()).contains("swagger-ui-bundle.js");
    assertThat(SERVICE.get("/swagger-ui/swagger-ui-bundle.js").statusCode()).isEqualTo(200);
    assertThat(SERVICE.get("/swagger-ui/swagger-initializer.js").body())
        .contains("/v3/api-docs/swagger-config");
  }
}
