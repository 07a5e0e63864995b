package dev.ggen.registry.web;

import dev.ggen.registry.api.PackageDocument;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.PackageRecord;
import dev.ggen.registry.model.VersionSelector;
import dev.ggen.registry.port.ArchiveContent;
import dev.ggen.registry.port.Registry;
import dev.ggen.registry.web.problem.Fails;
import dev.ggen.registry.web.problem.ProblemCode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Sends archives. */
@RestController
@Tag(name = "packages")
final class ArchiveController {
  /** An archive never changes; caches may keep it for a year without asking. */
  private static final String IMMUTABLE = "public, max-age=31536000, immutable";

  private final Registry registry;
  private final ArchiveSender sender;

  ArchiveController(Registry registry, ArchiveSender sender) {
    this.registry = registry;
    this.sender = sender;
  }

  @Operation(
      summary = "The archive of a version",
      description =
          "The bytes as published. A tag or range is redirected to the exact version, whose answer"
              + " never changes. `Range` gives a part of it; a request for several ranges gets the"
              + " whole.")
  @ApiResponse(
      responseCode = "200",
      description = "The whole archive; `ETag` is its SHA-256",
      content =
          @Content(
              mediaType = "application/gzip",
              schema = @Schema(type = "string", format = "binary")))
  @ApiResponse(
      responseCode = "206",
      description = "The asked part of it",
      content =
          @Content(
              mediaType = "application/gzip",
              schema = @Schema(type = "string", format = "binary")))
  @ApiResponse(
      responseCode = "304",
      description = "`If-None-Match` names what you have",
      content = @Content)
  @ApiResponse(
      responseCode = "307",
      description = "`Location` is the exact version",
      content = @Content)
  @Fails({
    ProblemCode.PACKAGE_NOT_FOUND,
    ProblemCode.VERSION_NOT_FOUND,
    ProblemCode.TAG_NOT_FOUND,
    ProblemCode.RANGE_NOT_SATISFIABLE,
    ProblemCode.UNAVAILABLE
  })
  @GetMapping("/api/v1/packages/{name}/{version}/archive")
  void archive(
      @PathVariable String name,
      @PathVariable String version,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    VersionSelector selector = VersionSelector.of(version);
    PackageRecord found = registry.resolve(new PackageName(name), selector);
    if (!(selector instanceof VersionSelector.Exact)) {
      redirect(found, response);
      return;
    }
    String etag = '"' + found.archive().sha256().hex() + '"';
    long size = found.archive().sizeBytes();
    ByteRange part = ByteRange.asked(request, response, etag, size);
    writeHead(found, response);
    if (EntityTags.anyMatches(request.getHeader("If-None-Match"), etag)) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    response.setContentType("application/gzip");
    response.setContentLengthLong(part.length());
    if (!part.isWhole(size)) {
      response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
      response.setHeader("Content-Range", part.contentRange(size));
    }
    if (!request.getMethod().equals("HEAD")) {
      ArchiveContent content = registry.fetch(found.name(), found.version());
      sender.send(content, part, request, response);
    }
  }

  private static void redirect(PackageRecord found, HttpServletResponse response) {
    response.setStatus(HttpServletResponse.SC_TEMPORARY_REDIRECT);
    response.setHeader("Cache-Control", "no-cache");
    response.setHeader("Location", PackageDocument.archivePath(found.name(), found.version()));
  }

  private static void writeHead(PackageRecord found, HttpServletResponse response) {
    String sha256 = found.archive().sha256().base64();
    response.setHeader("ETag", '"' + found.archive().sha256().hex() + '"');
    response.setHeader("Cache-Control", IMMUTABLE);
    response.setHeader("Accept-Ranges", "bytes");
    response.setHeader("Digest", "sha-256=" + sha256);
    response.setHeader("Repr-Digest", "sha-256=:" + sha256 + ":");
    response.setHeader(
        "Content-Disposition",
        "attachment; filename=\""
            + found.name().value().replace("@", "").replace('/', '-')
            + "-"
            + found.version()
            + ".tgz\"");
  }
}
