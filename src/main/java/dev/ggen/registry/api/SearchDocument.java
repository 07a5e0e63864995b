package dev.ggen.registry.api;

import dev.ggen.registry.model.SearchHit;
import dev.ggen.registry.model.SearchPage;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a search.
 *
 * @param total packages that match in all
 * @param source which registry answered: {@code central}
 * @param sequence the newest change taken account of
 * @param hits one page, best first
 * @param categories hits by category, most first; empty unless {@code facets=true} was asked
 */
public record SearchDocument(
    long total, String source, long sequence, List<Hit> hits, Map<String, Long> categories) {

  /** Copies the collections. */
  public SearchDocument {
    hits = List.copyOf(hits);
    categories = Collections.unmodifiableMap(new LinkedHashMap<>(categories));
  }

  /** The document of a page of hits. */
  public static SearchDocument of(SearchPage page, String source) {
    return new SearchDocument(
        page.total(),
        source,
        page.sequence(),
        page.hits().stream().map(Hit::of).toList(),
        page.categories());
  }

  /**
   * One found package.
   *
   * @param name the name
   * @param version the version that stands for it
   * @param description description, or null
   * @param category category, or null
   * @param tags tags
   * @param license license, or null
   * @param publisher who published it
   * @param publishedAt when
   * @param deprecated what to do instead of using it, or null
   * @param score how well it matches, 0 to 1
   */
  public record Hit(
      String name,
      String version,
      @Nullable String description,
      @Nullable String category,
      List<String> tags,
      @Nullable String license,
      String publisher,
      Instant publishedAt,
      @Nullable String deprecated,
      double score) {
    /** Copies the tags. */
    public Hit {
      tags = List.copyOf(tags);
    }

    static Hit of(SearchHit hit) {
      return new Hit(
          hit.name().value(),
          hit.version().toString(),
          hit.description(),
          hit.category(),
          hit.tags(),
          hit.license(),
          hit.publisher(),
          hit.publishedAt(),
          hit.deprecated(),
          hit.score());
    }
  }
}
