package dev.ggen.registry.web.openapi;

import dev.ggen.registry.api.ChangesDocument;
import dev.ggen.registry.api.DeprecationDocument;
import dev.ggen.registry.api.InstallDocument;
import dev.ggen.registry.api.OverviewDocument;
import dev.ggen.registry.api.PackageDocument;
import dev.ggen.registry.api.PublishDocument;
import dev.ggen.registry.api.SearchDocument;
import dev.ggen.registry.api.StatusDocument;
import dev.ggen.registry.api.TagDocument;
import dev.ggen.registry.api.TokenDocument;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One document of each kind; being objects, they can't differ from what the operations answer. */
final class Examples {
  static final String NAME = "@acme/http-client";
  static final String VERSION = "1.4.0";

  private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
  private static final String SHA256 =
      "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
  private static final String INTEGRITY =
      "sha512-9/u6bgY2+JDlb7vzKD5STG+jIErimDgtYkdB0NxmODJuKCxBvl5CVNiCB3LFUYosWowMf37aGVlKfrU5RT4e1w==";
  private static final String ARCHIVE = "/api/v1/packages/" + NAME + "/" + VERSION + "/archive";

  private static final PackageDocument PACKAGE =
      new PackageDocument(
          NAME,
          VERSION,
          "An HTTP client.",
          "networking",
          List.of("http", "client"),
          List.of(),
          List.of("Ada Lovelace <ada@example.org>"),
          "MIT",
          "https://example.org/http-client",
          null,
          Map.of("json", "^2.1"),
          "README.md",
          INTEGRITY,
          SHA256,
          18_432,
          AT,
          "ada",
          42,
          null,
          null,
          ARCHIVE);
  private static final SearchDocument.Hit HIT =
      new SearchDocument.Hit(
          NAME,
          VERSION,
          "An HTTP client.",
          "networking",
          List.of("http", "client"),
          "MIT",
          "ada",
          AT,
          null,
          0.93);
  private static final ChangesDocument.Entry CHANGE =
      new ChangesDocument.Entry(42, "published", NAME, VERSION, AT, "ada", null);

  private static final Map<Class<?>, Object> BY_TYPE =
      Map.ofEntries(
          Map.entry(PackageDocument.class, PACKAGE),
          Map.entry(
              OverviewDocument.class,
              new OverviewDocument(
                  NAME, Map.of("latest", VERSION), List.of("ada"), 317, 42, List.of(PACKAGE))),
          Map.entry(PublishDocument.class, new PublishDocument(true, List.of(), PACKAGE)),
          Map.entry(
              SearchDocument.class,
              new SearchDocument(1, "central", 42, List.of(HIT), Map.of("networking", 1L))),
          Map.entry(
              InstallDocument.class,
              new InstallDocument(
                  NAME, VERSION, INTEGRITY, SHA256, 18_432, "central", ARCHIVE, null)),
          Map.entry(
              InstallDocument.Request.class, new InstallDocument.Request(NAME, "^1.2", "central")),
          Map.entry(ChangesDocument.class, new ChangesDocument(List.of(CHANGE), 42, 42)),
          Map.entry(
              StatusDocument.class,
              new StatusDocument("0.1.0", "central", 3_600, 80, 96, 1_572_864, 120, 120)),
          Map.entry(DeprecationDocument.class, new DeprecationDocument("Use http2-client.")),
          Map.entry(TagDocument.class, new TagDocument(VERSION)),
          Map.entry(
              TokenDocument.class,
              new TokenDocument(
                  "k3v9x2", "ada", "laptop", List.of("publish"), AT, null, null, null)),
          Map.entry(
              TokenDocument.Request.class,
              new TokenDocument.Request("ada", "laptop", List.of("publish", "yank"), 365)));

  private Examples() {}

  /** The example of a type, if it has one. */
  static Optional<Object> of(Class<?> type) {
    return Optional.ofNullable(BY_TYPE.get(type));
  }
}
