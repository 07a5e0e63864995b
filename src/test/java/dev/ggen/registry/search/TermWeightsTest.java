package dev.ggen.registry.search;

import static dev.ggen.registry.search.Packages.deprecated;
import static dev.ggen.registry.search.Packages.described;
import static dev.ggen.registry.search.Packages.full;
import static dev.ggen.registry.search.Packages.named;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Under which terms a package is entered, and what each is worth. */
class TermWeightsTest {
  @Test
  void aNameIsEnteredWholeAndByItsWordsAndTheirBeginnings() {
    TermWeights weights = TermWeights.of(named("@ab/cde"));
    assertThat(weights.exact())
        .containsOnly(entry("=@ab/cde", 1000), entry("abcde", 980), entry("cde", 950));
    assertThat(weights.words()).containsOnly(entry("ab", 850), entry("cde", 900));
    assertThat(weights.beginnings())
        .containsOnly(
            entry("a", 588),
            entry("ab", 850),
            entry("c", 588),
            entry("cd", 626),
            entry("cde", 900));
  }

  @Test
  void theBestPlaceOfAWordCounts() {
    IndexedPackage everywhere =
        full("cache", "A cache", "cache", List.of("cache"), List.of("cache"), null);
    assertThat(TermWeights.of(everywhere).words()).containsEntry("cache", 1000);
  }

  @Test
  void aDeprecatedPackageIsWorthHalf() {
    TermWeights weights = TermWeights.of(deprecated(described("ab", "cache")));
    assertThat(weights.exact()).containsOnly(entry("=ab", 940), entry("ab", 920));
    assertThat(weights.words()).containsOnly(entry("ab", 500), entry("cache", 175));
  }

  @Test
  void allWeightsAreFromOneToFull() {
    String letters = "Generating services of http2 clients";
    for (IndexedPackage entry :
        List.of(
            full("a-".repeat(100) + "z", letters, letters, List.of(letters), List.of(), null),
            deprecated(full("-", letters, letters, List.of(letters), List.of(letters), null)))) {
      TermWeights weights = TermWeights.of(entry);
      assertThat(weights.words().values()).allMatch(worth -> worth >= 1 && worth <= Worth.FULL);
      assertThat(weights.beginnings().values())
          .allMatch(worth -> worth >= 1 && worth <= Worth.FULL);
    }
  }

  @Test
  void beginningsAreEnteredUpToALimitAndLongerWordsWhole() {
    String word = "x".repeat(TermWeights.MAX_PREFIX + 5);
    assertThat(TermWeights.of(named(word)).beginnings())
        .containsKeys("x".repeat(TermWeights.MAX_PREFIX), word)
        .doesNotContainKey("x".repeat(TermWeights.MAX_PREFIX + 1));
  }

  @Test
  void wordsOfADescriptionCountUpToALimit() {
    String words =
        IntStream.rangeClosed(1, TermWeights.MAX_DESCRIPTION_WORDS + 1)
            .mapToObj(number -> "w" + number)
            .collect(Collectors.joining(" "));
    assertThat(TermWeights.of(described("a", words)).words())
        .containsKey("w200")
        .doesNotContainKey("w201");
  }

  @Test
  void wordsOfTagsCountUpToALimit() {
    List<String> tags =
        IntStream.rangeClosed(1, TermWeights.MAX_LABELS + 1).mapToObj(n -> "t" + n).toList();
    assertThat(TermWeights.of(full("a", "", null, tags, List.of(), null)).words())
        .containsKey("t64")
        .doesNotContainKey("t65");
  }
}
