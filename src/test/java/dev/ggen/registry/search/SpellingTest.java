package dev.ggen.registry.search;

import static dev.ggen.registry.search.Packages.add;
import static dev.ggen.registry.search.Packages.described;
import static dev.ggen.registry.search.Packages.find;
import static dev.ggen.registry.search.Packages.named;
import static dev.ggen.registry.search.Packages.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.model.SearchHit;
import dev.ggen.registry.model.SearchQuery;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which slips of the pen are forgiven. */
class SpellingTest {
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

  @ParameterizedTest
  @CsvSource({
    "expresss, express",
    "exprss, express",
    "exprses, express",
    "expriss, express",
    "kuberntes, kubernetes",
    "kubenretes, kubernetes",
    "kubrntes, kubernetes",
    "jzon, json",
    "telemedecine, clinic",
    "expriss serverr, express-server",
  })
  void aSlipIsForgiven(String text, String name) {
    add(
        index,
        named("express"),
        named("kubernetes"),
        tagged("clinic", "telemedicine"),
        named("json"),
        named("express-server"));
    assertThat(index.search(SearchQuery.of(text)).hits())
        .filteredOn(hit -> hit.name().value().equals(name))
        .singleElement()
        .matches(hit -> hit.score() >= 0.25 && hit.score() < 0.5, "score of a correction");
  }

  @ParameterizedTest
  @CsvSource({"xml, xsl", "express, axpress", "server, sevrre", "2024, 2025", "kubernetes, kbrnts"})
  void otherWordsAreNotTakenForIt(String name, String text) {
    add(index, named(name));
    assertThat(find(index, text)).isEmpty();
  }

  @Test
  void oneSlipIsForgivenFromFourLettersAndTwoFromEight() {
    add(index, named("abc"), named("defg"), named("hijklmn"), named("opqrstuv"));
    assertThat(find(index, "axc")).isEmpty();
    assertThat(find(index, "dxfg")).containsExactly("defg");
    assertThat(find(index, "hxjxlmn")).isEmpty();
    assertThat(find(index, "oxqxstuv")).containsExactly("opqrstuv");
  }

  @Test
  void aSlipThatHappensToBeginTwoWordsOfANameIsForgivenToo() {
    add(index, named("express"), named("express-server"));
    assertThat(find(index, "expresss")).containsExactly("express-server", "express");
  }

  @Test
  void nothingIsCorrectedWhenTheTextIsFoundInAName() {
    add(index, named("tester"), named("taster"));
    assertThat(find(index, "tester")).containsExactly("tester");
  }

  @Test
  void aRareWordIsAlsoCorrectedButComesFirst() {
    add(index, described("typo", "An expres train"), named("express"), named("express-server"));
    List<SearchHit> hits = index.search(SearchQuery.of("expres train")).hits();
    assertThat(hits).hasSize(1);
    assertThat(find(index, "expresz")).containsExactly("express", "express-server", "typo");
    add(index, described("typo-two", "An expresz"));
    assertThat(find(index, "expresz"))
        .containsExactly("typo-two", "express", "express-server", "typo");
  }

  @Test
  void correctedHitsContinueThePagesAfterLiteralOnes() {
    add(index, described("typo", "An expresz"), named("express"), named("express-server"));
    List<String> pages =
        IntStream.range(0, 4)
            .mapToObj(offset ->
                index.search(new SearchQuery("expresz", null, List.of(), 1, offset, false)))
            .peek(page -> assertThat(page.total()).isEqualTo(3))
            .flatMap(page -> Packages.names(page).stream())
            .toList();
    assertThat(pages).containsExactly("typo", "express", "express-server");
  }

  @Test
  void filtersHoldForCorrectionsToo() {
    add(index, tagged("express", "web"), tagged("express-x", "cli"));
    SearchQuery question = new SearchQuery("expresz", null, List.of("CLI"), 20, 0, false);
    assertThat(Packages.names(index.search(question))).containsExactly("express-x");
  }
}
