package dev.ggen.registry.search;

import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.SearchHit;
import dev.ggen.registry.model.SearchPage;
import dev.ggen.registry.model.SearchQuery;
import dev.ggen.registry.model.Version;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Packages and questions in few words, for the tests. */
final class Packages {
  private static final Instant DAY = Instant.parse("2026-03-01T12:30:00.123456Z");

  private Packages() {}

  static IndexedPackage named(String name) {
    return described(name, "");
  }

  static IndexedPackage described(String name, String description) {
    return full(name, description, null, List.of(), List.of(), null);
  }

  static IndexedPackage tagged(String name, String... tags) {
    return full(name, "", null, List.of(tags), List.of(), null);
  }

  static IndexedPackage inCategory(String name, String category) {
    return full(name, "", category, List.of(), List.of(), null);
  }

  static IndexedPackage deprecated(IndexedPackage entry) {
    return full(
        entry.name().value(),
        String.valueOf(entry.description()),
        entry.category(),
        entry.tags(),
        entry.keywords(),
        "Use another.");
  }

  static IndexedPackage full(
      String name,
      String description,
      String category,
      List<String> tags,
      List<String> keywords,
      String deprecated) {
    return new IndexedPackage(
        new PackageName(name),
        Version.of("1.2.3"),
        description.isEmpty() ? null : description,
        category,
        tags,
        keywords,
        "MIT",
        "alice",
        DAY,
        deprecated);
  }

  /** Enters packages as the next change. */
  static void add(PackageIndex index, IndexedPackage... entries) {
    index.apply(index.sequence() + 1, Arrays.asList(entries), List.of());
  }

  /** Names of the hits for a text, best first. */
  static List<String> find(PackageIndex index, String text) {
    return names(index.search(SearchQuery.of(text)));
  }

  static List<String> names(SearchPage page) {
    return page.hits().stream().map(SearchHit::name).map(PackageName::value).toList();
  }

  /** What search shows of a package. */
  static SearchHit hit(IndexedPackage entry, double score) {
    return new SearchHit(
        entry.name(),
        entry.version(),
        entry.description(),
        entry.category(),
        entry.tags(),
        entry.license(),
        entry.publisher(),
        entry.publishedAt(),
        entry.deprecated(),
        score);
  }
}
