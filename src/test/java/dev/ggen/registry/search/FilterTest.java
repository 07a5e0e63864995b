package dev.ggen.registry.search;

import static dev.ggen.registry.search.Packages.add;
import static dev.ggen.registry.search.Packages.full;
import static dev.ggen.registry.search.Packages.inCategory;
import static dev.ggen.registry.search.Packages.named;
import static dev.ggen.registry.search.Packages.tagged;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.model.SearchPage;
import dev.ggen.registry.model.SearchQuery;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Categories, tags and their counts. */
class FilterTest {
  @TempDir Path directory;
  private PackageIndex index;

  @BeforeEach
  void open() {
    index = PackageIndex.open(directory);
  }

  @AfterEach
  void close() {
    index.close();
  }

  @Test
  void aCategoryMatchesWhollyAndInAnyCase() {
    add(index, inCategory("a", "Quality-Gate"), inCategory("b", "quality"), named("c"));
    assertThat(find("", "qualitY-gate")).containsExactly("a");
    assertThat(find("", " quality ")).containsExactly("b");
    assertThat(find("", "gate")).isEmpty();
  }

  @Test
  void everyTagMustBeAmongTagsOrKeywords() {
    add(
        index,
        full("a", "", null, List.of("RDF"), List.of("Sparql"), null),
        tagged("b", "rdf"),
        tagged("c", "sparql", "rdf"));
    assertThat(find("", null, "rdf", "SPARQL")).containsExactly("a", "c");
    assertThat(find("", null, "sparq")).isEmpty();
  }

  @Test
  void filtersNarrowATextSearch() {
    add(index, inCategory("cache-a", "Web"), inCategory("cache-b", "CLI"), inCategory("x", "web"));
    assertThat(find("cache", "web")).containsExactly("cache-a");
  }

  @Test
  void anEmptyCategoryFindsPackagesWithoutOne() {
    add(index, inCategory("a", "web"), named("b"));
    assertThat(find("", "")).containsExactly("b");
  }

  @Test
  void categoriesAreCountedMostFirstThenByName() {
    add(
        index,
        inCategory("a", "Web"),
        inCategory("b", "web"),
        inCategory("c", "cli"),
        inCategory("d", "AI"),
        named("e"));
    assertThat(count("").categories())
        .containsExactly(entry("web", 2L), entry("ai", 1L), entry("cli", 1L));
    assertThat(count("b").categories()).containsExactly(entry("web", 1L));
  }

  @Test
  void categoriesAreCountedOnlyWhenAsked() {
    add(index, inCategory("a", "Web"));
    assertThat(index.search(SearchQuery.of("a")).categories()).isEmpty();
  }

  @Test
  void atMostAHundredCategoriesAreListed() {
    add(index, inCategories(CategoryCounts.MAX_CATEGORIES));
    assertThat(count("").categories()).hasSize(100);
    add(index, inCategories(CategoryCounts.MAX_CATEGORIES + 1));
    assertThat(count("").categories()).hasSize(100).doesNotContainKey("c100");
  }

  @Test
  void countsFollowChanges() {
    add(index, inCategory("a", "web"), inCategory("b", "web"));
    add(index, inCategory("a", "cli"));
    assertThat(count("").categories()).containsExactly(entry("cli", 1L), entry("web", 1L));
  }

  @Test
  void veryLongLabelsAreKeptApartByTheirBeginning() {
    String longLabel = "x".repeat(40_000);
    add(index, full("a", "", longLabel, List.of(longLabel), List.of(), null), named("b"));
    assertThat(find("", longLabel)).containsExactly("a");
    assertThat(find("", null, longLabel)).containsExactly("a");
    assertThat(find("", null, "x".repeat(255))).isEmpty();
  }

  @Test
  void labelsBeyondTheLimitDoNotFilter() {
    List<String> labels =
        IntStream.rangeClosed(1, PackageDocument.MAX_LABELS + 1).mapToObj(n -> "t" + n).toList();
    add(index, full("a", "", null, labels, List.of(), null));
    assertThat(find("", null, "t256")).containsExactly("a");
    assertThat(find("", null, "t257")).isEmpty();
  }

  private static IndexedPackage[] inCategories(int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> inCategory("p" + n, "c%03d".formatted(n)))
        .toArray(IndexedPackage[]::new);
  }

  private SearchPage count(String text) {
    return index.search(new SearchQuery(text, null, List.of(), 20, 0, true));
  }

  private List<String> find(String text, @Nullable String category, String... tags) {
    return Packages.names(
        index.search(new SearchQuery(text, category, List.of(tags), 20, 0, false)));
  }
}
