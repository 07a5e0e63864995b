package dev.ggen.registry.web;

import dev.ggen.registry.api.InstallDocument;
import dev.ggen.registry.api.PackageDocument;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.PackageRecord;
import dev.ggen.registry.model.VersionSelector;
import dev.ggen.registry.web.problem.Fails;
import dev.ggen.registry.web.problem.ProblemCode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Objects;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Brings a version to this server. */
@RestController
@Tag(name = "packages")
final class InstallController {
  private final Installs installs;

  InstallController(Installs installs) {
    this.installs = installs;
  }

  @Operation(
      summary = "Install",
      description =
          "Chooses a version, makes sure that its archive is here and verified, and tells where to"
              + " get it. Counts as a download.")
  @Fails({
    ProblemCode.MALFORMED_BODY,
    ProblemCode.MODE_UNAVAILABLE,
    ProblemCode.PACKAGE_NOT_FOUND,
    ProblemCode.VERSION_NOT_FOUND,
    ProblemCode.TAG_NOT_FOUND,
    ProblemCode.BODY_TOO_LARGE,
    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
    ProblemCode.UNAVAILABLE
  })
  @PostMapping(
      path = "/api/v1/install",
      consumes = "application/json",
      produces = "application/json")
  InstallDocument install(@RequestBody InstallDocument.Request wanted) {
    Requests.requireMode(wanted.mode());
    PackageName name = new PackageName(Requests.required(wanted.name(), "name"));
    VersionSelector selector = VersionSelector.of(Objects.requireNonNullElse(wanted.version(), ""));
    PackageRecord here = installs.install(name, selector);
    return new InstallDocument(
        here.name().value(),
        here.version().toString(),
        here.archive().sha512().integrity(),
        here.archive().sha256().hex(),
        here.archive().sizeBytes(),
        "central",
        PackageDocument.archivePath(here.name(), here.version()),
        here.deprecated());
  }
}
