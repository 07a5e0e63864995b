package dev.ggen.registry.web;

import static dev.ggen.registry.web.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.api.SearchDocument;
import dev.ggen.registry.port.TextArchive;
import dev.ggen.registry.port.TokenScope;
import dev.ggen.registry.web.problem.ProblemCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTest {
  private static final RunningService SERVICE = RunningService.shared();

  @BeforeAll
  static void publish() {
    String token = SERVICE.token("ada", TokenScope.PUBLISH);
    SERVICE.publish(
        token, TextArchive.of("s-one", "1.0.0", "category=sea", "tags=blue,wide", "keywords=x"));
    SERVICE.publish(token, TextArchive.of("s-two", "1.0.0", "category=Sea", "tags=blue"));
    SERVICE.publish(token, TextArchive.of("s-three", "1.0.0", "category=sky", "tags=blue"));
  }

  private static SearchDocument search(String query) {
    return RunningService.json(SERVICE.get("/api/v1/search?" + query), SearchDocument.class);
  }

  @Test
  void packagesAreFoundByText() {
    SearchDocument found = search("q=s-one");
    assertThat(found.hits()).extracting(SearchDocument.Hit::name).containsExactly("s-one");
    assertThat(found.source()).isEqualTo("central");
    assertThat(found.sequence()).isPositive();
    assertThat(found.hits().getFirst().score()).isBetween(0.0, 1.0);
  }

  @Test
  void filtersNarrowASearch() {
    assertThat(search("q=s-&category=SEA").total()).isEqualTo(2);
    assertThat(search("q=s-&category=sea&tag=blue&tag=wide").total()).isEqualTo(1);
    assertThat(search("q=s-&tag=blue,wide").total()).isZero();
    assertThat(search("q=s-&category=").total()).isEqualTo(3);
  }

  @Test
  void categoriesAreCountedWhenAsked() {
    assertThat(search("q=s-&tag=blue&facets=true").categories())
        .containsEntry("sea", 2L)
        .containsEntry("sky", 1L);
    assertThat(search("q=s-&tag=blue").categories()).isEmpty();
  }

  @Test
  void aPageIsAPartOfTheHits() {
    SearchDocument page = search("q=s-&tag=blue&limit=1&offset=1");
    assertThat(page.total()).isEqualTo(3);
    assertThat(page.hits()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "limit=250,200",
    "limit=251,400",
    "limit=1,200",
    "limit=0,400",
    "limit=20&offset=9980,200",
    "limit=20&offset=9981,400",
    "offset=-1,400"
  })
  void pagesHaveLimits(String query, int status) {
    assertThat(SERVICE.get("/api/v1/search?" + query).statusCode()).isEqualTo(status);
  }

  @Test
  void textAndTagsHaveLimits() {
    assertThat(SERVICE.get("/api/v1/search?q=" + "a".repeat(256)).statusCode()).isEqualTo(200);
    assertProblem(SERVICE.get("/api/v1/search?q=" + "a".repeat(257)), ProblemCode.INVALID_REQUEST);
    assertThat(SERVICE.get("/api/v1/search?" + "tag=a&".repeat(16)).statusCode()).isEqualTo(200);
    assertProblem(
        SERVICE.get("/api/v1/search?" + "tag=a&".repeat(17)), ProblemCode.INVALID_REQUEST);
  }

  @ParameterizedTest
  @CsvSource({
    "limit=x,limit is a whole number",
    "offset=1.5,offset is a whole number",
    "facets=maybe,facets is true or false"
  })
  void aParameterOfTheWrongTypeIsExplained(String query, String detail) {
    assertThat(
            assertProblem(SERVICE.get("/api/v1/search?" + query), ProblemCode.INVALID_REQUEST)
                .detail())
        .contains(detail);
  }
}
