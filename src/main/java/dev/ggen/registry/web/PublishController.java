package dev.ggen.registry.web;

import dev.ggen.registry.api.PublishDocument;
import dev.ggen.registry.model.PackageRecord;
import dev.ggen.registry.port.Actor;
import dev.ggen.registry.port.Publication;
import dev.ggen.registry.port.Registry;
import dev.ggen.registry.web.problem.Fails;
import dev.ggen.registry.web.problem.ProblemCode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.SchemaProperty;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Takes archives in. */
@RestController
@Tag(name = "packages")
final class PublishController {
  private final Registry registry;

  PublishController(Registry registry) {
    this.registry = registry;
  }

  @Operation(
      summary = "Publish a version",
      description =
          "Name and version stand in the manifest inside the archive. A version never changes: the"
              + " same bytes again are answered with 200, other bytes with 409. When the answer is"
              + " here, the version survives a crash.",
      security = @SecurityRequirement(name = "token", scopes = "publish"))
  @RequestBody(
      required = true,
      description = "A .tgz, as a body or as the part `archive` of a form",
      content = {
        @Content(
            mediaType = "multipart/form-data",
            schemaProperties =
                @SchemaProperty(
                    name = UploadedArchive.PART,
                    schema = @Schema(type = "string", format = "binary"))),
        @Content(
            mediaType = "application/gzip",
            schema = @Schema(type = "string", format = "binary"))
      })
  @ApiResponse(responseCode = "201", description = "Published")
  @ApiResponse(responseCode = "200", description = "The same bytes were there already")
  @Fails({
    ProblemCode.MALFORMED_BODY,
    ProblemCode.NOT_OWNER,
    ProblemCode.REQUEST_TIMEOUT,
    ProblemCode.VERSION_EXISTS,
    ProblemCode.LENGTH_REQUIRED,
    ProblemCode.ARCHIVE_TOO_LARGE,
    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
    ProblemCode.BROKEN_ARCHIVE,
    ProblemCode.NO_MANIFEST,
    ProblemCode.INVALID_MANIFEST,
    ProblemCode.UNSAFE_ARCHIVE,
    ProblemCode.UNAVAILABLE
  })
  @PostMapping(
      path = "/api/v1/packages",
      consumes = {
        "multipart/form-data",
        "application/gzip",
        "application/x-gzip",
        "application/octet-stream"
      },
      produces = "application/json")
  ResponseEntity<PublishDocument> publish(
      Actor actor,
      @RequestParam(required = false) @Nullable String mode,
      HttpServletRequest request)
      throws IOException {
    Requests.requireMode(mode);
    UploadedArchive archive = UploadedArchive.of(request);
    Publication publication = publish(actor, archive);
    PackageRecord published = publication.record();
    return ResponseEntity.status(publication.created() ? 201 : 200)
        .location(URI.create("/api/v1/packages/" + published.name() + "/" + published.version()))
        .body(PublishDocument.of(publication));
  }

  private Publication publish(Actor actor, UploadedArchive archive) {
    try {
      return registry.publish(actor, archive);
    } catch (RuntimeException e) {
      throw archive.faultOr(e);
    }
  }
}
