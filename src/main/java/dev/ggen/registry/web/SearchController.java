package dev.ggen.registry.web;

import dev.ggen.registry.api.SearchDocument;
import dev.ggen.registry.model.SearchQuery;
import dev.ggen.registry.port.Registry;
import dev.ggen.registry.web.problem.Fails;
import dev.ggen.registry.web.problem.ProblemCode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Finds packages. */
@RestController
@Tag(name = "search")
final class SearchController {
  private final Registry registry;

  SearchController(Registry registry) {
    this.registry = registry;
  }

  @Operation(
      summary = "Search",
      description =
          "Finds packages by name, tags, keywords and description, also with a typo. An empty `q`"
              + " finds everything, newest first.")
  @Parameter(
      name = "tag",
      in = ParameterIn.QUERY,
      description = "Only packages with this tag or keyword; may be repeated",
      array = @ArraySchema(schema = @Schema(type = "string")))
  @Fails(ProblemCode.UNAVAILABLE)
  @GetMapping(path = "/api/v1/search", produces = "application/json")
  SearchDocument search(
      @Parameter(description = "Words, up to 256 characters", example = "http client")
          @RequestParam(defaultValue = "")
          String q,
      @Parameter(description = "Only this category") @RequestParam(required = false)
          @Nullable String category,
      @Parameter(description = "Hits of a page, 1 to 250") @RequestParam(defaultValue = "20")
          int limit,
      @Parameter(description = "Hits to pass over; offset + limit reaches 10000")
          @RequestParam(defaultValue = "0")
          int offset,
      @Parameter(description = "Whether to count the hits by category")
          @RequestParam(defaultValue = "false")
          boolean facets,
      @RequestParam(required = false) @Nullable String mode,
      HttpServletRequest request) {
    Requests.requireMode(mode);
    SearchQuery query =
        new SearchQuery(
            q,
            category == null || category.isBlank() ? null : category,
            Requests.all(request, "tag"),
            limit,
            offset,
            facets);
    return SearchDocument.of(registry.search(query), "central");
  }
}
