package dev.ggen.registry.web;

import dev.ggen.registry.api.OverviewDocument;
import dev.ggen.registry.model.PackageName;
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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says who may publish under a name. */
@RestController
@RequestMapping(path = "/api/v1/packages/{name}/owners/{user}", produces = "application/json")
@Tag(name = "packages")
final class OwnerController {
  private final PackageAdministration administration;

  OwnerController(PackageAdministration administration) {
    this.administration = administration;
  }

  @Operation(
      summary = "Add an owner",
      description = "Owners publish, tag, yank, and choose the owners.",
      security = @SecurityRequirement(name = "token", scopes = "publish"))
  @Fails({ProblemCode.NOT_OWNER, ProblemCode.PACKAGE_NOT_FOUND})
  @PutMapping
  OverviewDocument add(Actor actor, @PathVariable String name, @PathVariable String user) {
    return OverviewDocument.of(administration.addOwner(actor, new PackageName(name), user));
  }

  @Operation(
      summary = "Remove an owner",
      description = "The last one stays.",
      security = @SecurityRequirement(name = "token", scopes = "publish"))
  @Fails({
    ProblemCode.NOT_OWNER,
    ProblemCode.PACKAGE_NOT_FOUND,
    ProblemCode.OWNER_NOT_FOUND,
    ProblemCode.CONFLICT
  })
  @DeleteMapping
  OverviewDocument remove(Actor actor, @PathVariable String name, @PathVariable String user) {
    return OverviewDocument.of(administration.removeOwner(actor, new PackageName(name), user));
  }
}
