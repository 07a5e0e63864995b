package dev.ggen.registry.port;

import dev.ggen.registry.model.Manifest;
import dev.ggen.registry.model.PackageOverview;
import dev.ggen.registry.model.PackageRecord;
import dev.ggen.registry.model.SearchHit;
import dev.ggen.registry.model.SearchPage;
import dev.ggen.registry.model.SearchQuery;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** Search by substring: enough to test what is around a search. */
final class InMemorySearch {
  private InMemorySearch() {}

  static SearchPage search(List<PackageOverview> all, SearchQuery query, long sequence) {
    List<SearchHit> hits =
        all.stream()
            .flatMap(overview -> representative(overview).stream())
            .filter(found -> matches(found.manifest(), query))
            .map(found -> hit(found, query.text()))
            .sorted(Comparator.comparingDouble(SearchHit::score).reversed())
            .toList();
    SequencedMap<String, Long> categories = new LinkedHashMap<>();
    if (query.facets()) {
      hits.stream()
          .map(SearchHit::category)
          .filter(Objects::nonNull)
          .forEach(category -> categories.merge(lower(category), 1L, Long::sum));
    }
    return new SearchPage(
        hits.size(),
        hits.stream().skip(query.offset()).limit(query.limit()).toList(),
        categories,
        sequence);
  }

  private static Optional<PackageRecord> representative(PackageOverview overview) {
    return overview.versions().values().stream()
        .filter(found -> !found.isYanked())
        .min(Comparator.comparing(found -> found.version().isPrerelease()));
  }

  private static boolean matches(Manifest manifest, SearchQuery query) {
    String category = Objects.requireNonNullElse(manifest.category(), "");
    List<String> labels =
        Stream.concat(manifest.tags().stream(), manifest.keywords().stream())
            .map(InMemorySearch::lower)
            .toList();
    String text =
        lower(
            manifest.name()
                + " "
                + Objects.requireNonNullElse(manifest.description(), "")
                + labels);
    return (query.category() == null || category.equalsIgnoreCase(query.category()))
        && labels.containsAll(query.tags().stream().map(InMemorySearch::lower).toList())
        && text.contains(lower(query.text().strip()));
  }

  private static SearchHit hit(PackageRecord found, String text) {
    Manifest manifest = found.manifest();
    return new SearchHit(
        manifest.name(),
        manifest.version(),
        manifest.description(),
        manifest.category(),
        manifest.tags(),
        manifest.license(),
        found.publisher(),
        found.publishedAt(),
        found.deprecated(),
        manifest.name().value().equals(text) ? 1.0 : 0.5);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
