package dev.ggen.registry.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.bench.PackageGenerator;
import dev.ggen.registry.model.SearchHit;
import dev.ggen.registry.model.SearchPage;
import dev.ggen.registry.model.SearchQuery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages, totals and their order, over a few thousand packages in several segments. */
class PagingTest {
  private static final int PACKAGES = 3000;

  private static final Comparator<SearchHit> BEST_FIRST =
      Comparator.comparingDouble(SearchHit::score).reversed().thenComparing(SearchHit::name);

  private static final Comparator<SearchHit> NEWEST_FIRST =
      Comparator.comparing(SearchHit::publishedAt).reversed().thenComparing(SearchHit::name);

  @TempDir static Path directory;
  private static PackageIndex index;

  @BeforeAll
  static void fill() {
    index = PackageIndex.open(directory);
    List<IndexedPackage> packages = new PackageGenerator(1).packages(PACKAGES);
    for (int from = 0; from < PACKAGES; from += 500) {
      index.apply(from + 1L, packages.subList(from, from + 500), List.of());
    }
    // Entering some again leaves deleted documents behind, which must not be counted.
    index.apply(PACKAGES, packages.subList(0, 700), List.of());
  }

  @AfterAll
  static void close() {
    index.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"h", "http", "json client", "simple parsing", "htpt servr", "xqz json"})
  void pagesTogetherAreAllHitsOnceInOrder(String text) {
    List<SearchHit> all = pages(text, 37);
    assertThat(all).isNotEmpty().isSortedAccordingTo(BEST_FIRST);
    assertThat(all).extracting(SearchHit::name).doesNotHaveDuplicates();
    assertThat(all).hasSize((int) page(text, 1, 0).total());
    assertThat(all).isEqualTo(pages(text, 250));
  }

  @Test
  void anEmptyTextListsEverythingNewestFirst() {
    List<SearchHit> all = pages("", 113);
    assertThat(all).hasSize(PACKAGES).isSortedAccordingTo(NEWEST_FIRST);
    assertThat(all).extracting(SearchHit::name).doesNotHaveDuplicates();
    assertThat(all).extracting(SearchHit::score).containsOnly(1.0);
  }

  @Test
  void aPageBeyondTheLastHitIsEmptyAndStillHasTheTotal() {
    SearchPage page = page("", 250, 9750);
    assertThat(page.hits()).isEmpty();
    assertThat(page.total()).isEqualTo(PACKAGES);
  }

  @Test
  void totalsAreExactBeyondWhatIsRanked() {
    assertThat(page("s", 1, 0).total())
        .isEqualTo(pages("s", 250).size())
        .isGreaterThan(SearchRun.COUNTED_WHILE_RANKING);
  }

  @Test
  void packagesOfTheSameMomentAreListedByName(@TempDir Path other) {
    try (PackageIndex same = PackageIndex.open(other)) {
      for (String name : List.of("m", "z", "a", "k", "b")) {
        Packages.add(same, Packages.named(name));
      }
      assertThat(Packages.find(same, "")).containsExactly("a", "b", "k", "m", "z");
      SearchQuery two = new SearchQuery("", null, List.of(), 2, 1, false);
      assertThat(Packages.names(same.search(two))).containsExactly("b", "k");
    }
  }

  private static List<SearchHit> pages(String text, int limit) {
    List<SearchHit> all = new ArrayList<>();
    SearchPage page = page(text, limit, 0);
    while (!page.hits().isEmpty()) {
      all.addAll(page.hits());
      page = page(text, limit, all.size());
    }
    return all;
  }

  private static SearchPage page(String text, int limit, int offset) {
    return index.search(new SearchQuery(text, null, List.of(), limit, offset, false));
  }
}
