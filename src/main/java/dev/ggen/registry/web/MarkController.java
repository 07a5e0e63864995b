package dev.ggen.registry.web;

import dev.ggen.registry.api.DeprecationDocument;
import dev.ggen.registry.api.PackageDocument;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.port.Actor;
import dev.ggen.registry.port.PackageAdministration;
import dev.ggen.registry.web.problem.Fails;
import dev.ggen.registry.web.problem.ProblemCode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Objects;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Withdraws and deprecates versions. */
@RestController
@RequestMapping(path = "/api/v1/packages/{name}/{version}", produces = "application/json")
@Tag(name = "packages")
final class MarkController {
  private final PackageAdministration administration;

  MarkController(PackageAdministration administration) {
    this.administration = administration;
  }

  @Operation(
      summary = "Yank a version",
      description =
          "Ranges no longer choose it; who names it exactly still gets it. Its bytes stay.",
      security = @SecurityRequirement(name = "token", scopes = "yank"))
  @Fails({ProblemCode.NOT_OWNER, ProblemCode.PACKAGE_NOT_FOUND, ProblemCode.VERSION_NOT_FOUND})
  @DeleteMapping
  PackageDocument yank(
      Actor actor,
      @PathVariable String name,
      @Parameter(example = "1.4.0") @PathVariable String version,
      @Parameter(description = "Why; users see it")
          @RequestParam(defaultValue = "No reason was given.")
          String reason) {
    return PackageDocument.of(
        administration.yank(actor, new PackageName(name), Version.of(version), reason));
  }

  @Operation(
      summary = "Take a yank back",
      security = @SecurityRequirement(name = "token", scopes = "yank"))
  @Fails({ProblemCode.NOT_OWNER, ProblemCode.PACKAGE_NOT_FOUND, ProblemCode.VERSION_NOT_FOUND})
  @PostMapping("/unyank")
  PackageDocument unyank(
      Actor actor,
      @PathVariable String name,
      @Parameter(example = "1.4.0") @PathVariable String version) {
    return PackageDocument.of(
        administration.unyank(actor, new PackageName(name), Version.of(version)));
  }

  @Operation(
      summary = "Deprecate a version",
      description = "Users are told the message. An empty message removes the mark.",
      security = @SecurityRequirement(name = "token", scopes = "yank"))
  @Fails({
    ProblemCode.MALFORMED_BODY,
    ProblemCode.NOT_OWNER,
    ProblemCode.PACKAGE_NOT_FOUND,
    ProblemCode.VERSION_NOT_FOUND,
    ProblemCode.BODY_TOO_LARGE,
    ProblemCode.UNSUPPORTED_MEDIA_TYPE
  })
  @PostMapping(path = "/deprecate", consumes = "application/json")
  PackageDocument deprecate(
      Actor actor,
      @PathVariable String name,
      @Parameter(example = "1.4.0") @PathVariable String version,
      @RequestBody DeprecationDocument body) {
    String message = Objects.requireNonNullElse(body.message(), "");
    return PackageDocument.of(
        administration.deprecate(actor, new PackageName(name), Version.of(version), message));
  }
}
