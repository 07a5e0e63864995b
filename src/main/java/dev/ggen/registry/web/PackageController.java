package dev.ggen.registry.web;

import dev.ggen.registry.api.OverviewDocument;
import dev.ggen.registry.api.PackageDocument;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.PackageOverview;
import dev.ggen.registry.model.PackageRecord;
import dev.ggen.registry.model.VersionSelector;
import dev.ggen.registry.port.Registry;
import dev.ggen.registry.web.problem.Fails;
import dev.ggen.registry.web.problem.ProblemCode;
import dev.ggen.registry.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reads what is published. */
@RestController
@RequestMapping("/api/v1/packages/{name}")
@Tag(name = "packages")
final class PackageController {
  private final Registry registry;

  PackageController(Registry registry) {
    this.registry = registry;
  }

  @Operation(
      summary = "All of one name",
      description = "Every version, highest first, yanked ones too; the tags; the owners.")
  @Fails(ProblemCode.PACKAGE_NOT_FOUND)
  @GetMapping(produces = "application/json")
  @Nullable OverviewDocument overview(
      @PathVariable String name,
      @RequestParam(required = false) @Nullable String mode,
      HttpServletRequest request,
      HttpServletResponse response) {
    Requests.requireMode(mode);
    PackageOverview overview = registry.overview(new PackageName(name));
    String etag = "W/\"%d-%d\"".formatted(overview.sequence(), overview.downloads());
    return Requests.isUnchanged(request, response, etag) ? null : OverviewDocument.of(overview);
  }

  @Operation(
      summary = "One version",
      description =
          "The record of a version, of what a tag names, or of the highest version in a range that"
              + " is not yanked.")
  @Fails({ProblemCode.PACKAGE_NOT_FOUND, ProblemCode.VERSION_NOT_FOUND, ProblemCode.TAG_NOT_FOUND})
  @GetMapping(path = "/{version}", produces = "application/json")
  @Nullable PackageDocument version(
      @PathVariable String name,
      @PathVariable String version,
      @RequestParam(required = false) @Nullable String mode,
      HttpServletRequest request,
      HttpServletResponse response) {
    Requests.requireMode(mode);
    PackageRecord found = registry.resolve(new PackageName(name), VersionSelector.of(version));
    String etag = "W/\"" + found.sequence() + "\"";
    return Requests.isUnchanged(request, response, etag) ? null : PackageDocument.of(found);
  }

  @Operation(summary = "A version's read-me", description = "Its text as published, in Markdown.")
  @Fails({
    ProblemCode.PACKAGE_NOT_FOUND,
    ProblemCode.VERSION_NOT_FOUND,
    ProblemCode.TAG_NOT_FOUND,
    ProblemCode.README_NOT_FOUND
  })
  @GetMapping(path = "/{version}/readme", produces = "text/markdown;charset=UTF-8")
  @Nullable String readme(
      @PathVariable String name,
      @PathVariable String version,
      HttpServletRequest request,
      HttpServletResponse response) {
    PackageRecord found = registry.resolve(new PackageName(name), VersionSelector.of(version));
    String etag = "W/\"" + found.archive().sha256().hex() + "\"";
    if (Requests.isUnchanged(request, response, etag)) {
      return null;
    }
    return registry
        .readme(found.name(), found.version())
        .orElseThrow(() ->
            new ProblemException(
                ProblemCode.README_NOT_FOUND,
                "%s %s has no read-me.".formatted(found.name(), found.version())));
  }
}
