package dev.ggen.registry.web;

import dev.ggen.registry.api.OverviewDocument;
import dev.ggen.registry.api.TagDocument;
import dev.ggen.registry.model.DistTag;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.port.Actor;
import dev.ggen.registry.port.PackageAdministration;
import dev.ggen.registry.web.problem.Fails;
import dev.ggen.registry.web.problem.ProblemCode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Points tags to versions. */
@RestController
@RequestMapping(path = "/api/v1/packages/{name}/tags/{tag}", produces = "application/json")
@Tag(name = "packages")
final class TagController {
  private final PackageAdministration administration;

  TagController(PackageAdministration administration) {
    this.administration = administration;
  }

  @Operation(
      summary = "Point a tag to a version",
      description = "`latest` may be set too; the next higher release moves it again.",
      security = @SecurityRequirement(name = "token", scopes = "publish"))
  @Fails({
    ProblemCode.MALFORMED_BODY,
    ProblemCode.NOT_OWNER,
    ProblemCode.PACKAGE_NOT_FOUND,
    ProblemCode.VERSION_NOT_FOUND,
    ProblemCode.BODY_TOO_LARGE,
    ProblemCode.UNSUPPORTED_MEDIA_TYPE
  })
  @PutMapping(consumes = "application/json")
  OverviewDocument set(
      Actor actor,
      @PathVariable String name,
      @PathVariable String tag,
      @RequestBody TagDocument body) {
    Version version = Version.of(Requests.required(body.version(), "version"));
    return OverviewDocument.of(
        administration.setTag(actor, new PackageName(name), new DistTag(tag), version));
  }

  @Operation(
      summary = "Remove a tag",
      description = "`latest` can't be removed.",
      security = @SecurityRequirement(name = "token", scopes = "publish"))
  @Fails({
    ProblemCode.NOT_OWNER,
    ProblemCode.PACKAGE_NOT_FOUND,
    ProblemCode.TAG_NOT_FOUND,
    ProblemCode.CONFLICT
  })
  @DeleteMapping
  OverviewDocument remove(Actor actor, @PathVariable String name, @PathVariable String tag) {
    return OverviewDocument.of(
        administration.removeTag(actor, new PackageName(name), new DistTag(tag)));
  }
}
