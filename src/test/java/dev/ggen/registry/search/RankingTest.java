package dev.ggen.registry.search;

import static dev.ggen.registry.search.Packages.add;
import static dev.ggen.registry.search.Packages.deprecated;
import static dev.ggen.registry.search.Packages.described;
import static dev.ggen.registry.search.Packages.find;
import static dev.ggen.registry.search.Packages.full;
import static dev.ggen.registry.search.Packages.inCategory;
import static dev.ggen.registry.search.Packages.named;
import static dev.ggen.registry.search.Packages.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.model.SearchHit;
import dev.ggen.registry.model.SearchQuery;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found, and in which order. */
class RankingTest {
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
  void nameComesBeforeItsWordBeforeAPrefixBeforeATagBeforeTheDescription() {
    add(
        index,
        described("zebra", "Talks to a cache."),
        described("yak", "It is cacheable."),
        tagged("wolf", "cache"),
        tagged("vole", "cached-pages"),
        named("cachet"),
        named("my-cache"),
        named("cache"));
    assertThat(find(index, "cache"))
        .containsExactly("cache", "my-cache", "cachet", "wolf", "vole", "zebra", "yak");
  }

  @Test
  void theMoreOfANameMatchesTheBetter() {
    add(index, named("http-client-for-robots"), named("http-client-x"), named("an-http-server"));
    assertThat(find(index, "http")).startsWith("http-client-x", "an-http-server");
    assertThat(find(index, "http client"))
        .containsExactly("http-client-x", "http-client-for-robots");
  }

  @Test
  void anEarlierWordOfADescriptionCountsMore() {
    add(
        index,
        described("a", "A tool that among a great many other things can also print invoices"),
        described("b", "Invoices for everyone"));
    assertThat(find(index, "invoices")).containsExactly("b", "a");
  }

  @Test
  void equalHitsAreOrderedByName() {
    add(index, named("lib-longname-bb"), named("lib-longname-aa"), named("lib-longname-cc"));
    assertThat(find(index, "lib"))
        .containsExactly("lib-longname-aa", "lib-longname-bb", "lib-longname-cc");
  }

  @Test
  void deprecatedPackagesComeAfterLikeOnes() {
    add(index, deprecated(named("a-cache")), named("z-cache"), described("other", "A cache."));
    assertThat(find(index, "cache")).containsExactly("z-cache", "a-cache", "other");
  }

  @Test
  void aDeprecatedPackageIsStillFirstUnderItsOwnName() {
    add(index, deprecated(named("request")), named("request-promise"), named("requests"));
    assertThat(find(index, "request")).startsWith("request");
  }

  @Test
  void theUnscopedNameComesBeforeTheScopedOne() {
    add(index, named("@acme/parser"), named("parser"), named("parser-x"));
    assertThat(find(index, "parser")).containsExactly("parser", "@acme/parser", "parser-x");
    assertThat(find(index, "@acme/parser")).startsWith("@acme/parser");
  }

  @ParameterizedTest
  @CsvSource({
    "http-client, http-client",
    "HTTP-Client, http-client",
    "http client, http-client",
    "httpclient, http-client",
    "HttpClient, http-client",
    "http_client, http-client",
    "client http, http-client",
    "'  http   client ', http-client",
    "log4j, log4j",
    "log 4 j, log4j",
    "log, log4j",
    "@acme/date-fns, @acme/date-fns",
    "acme, @acme/date-fns",
    "date, @acme/date-fns",
    "datefns, @acme/date-fns",
    "dat, @acme/date-fns",
    "café, cafe-menu",
    "cafe, cafe-menu",
    "Crème Brûlée, dessert",
    "creme brulee, dessert",
    "service, many",
    "services, many",
    "generate, generator-doc",
    "generating, generator-doc",
    "web server, webserver",
    "包管理, chinese",
    "管理, chinese",
    "übersetzen, german",
    "ubersetzen, german",
    "🚀, rocket",
    "oauth2, oauth",
    "OAuth, oauth",
  })
  void aPackageIsFoundHoweverItIsWritten(String text, String name) {
    add(
        index,
        named("http-client"),
        named("log4j"),
        named("@acme/date-fns"),
        named("cafe-menu"),
        described("dessert", "Recipe for crème brûlée"),
        described("many", "Offers many services"),
        described("generator-doc", "Generates documents"),
        named("webserver"),
        described("chinese", "一个包管理器"),
        described("german", "Texte übersetzen"),
        described("rocket", "Blazing fast 🚀"),
        described("oauth", "OAuth2 for all"));
    assertThat(find(index, text)).startsWith(name);
  }

  @Test
  void everyWordMustMatchIfAnyPackageHasAll() {
    add(
        index,
        described("json-tools", "Parsing"),
        described("xml-tools", "Printing json"),
        tagged("json-tools-more", "printing"));
    assertThat(find(index, "json printing")).containsExactly("json-tools-more", "xml-tools");
  }

  @Test
  void ifNoPackageHasAllWordsThoseWithTheMostAreFound() {
    add(
        index,
        named("json-schema-check"),
        named("json-print"),
        named("schema-print"),
        named("unrelated"));
    assertThat(find(index, "json schema bananas")).containsExactly("json-schema-check");
  }

  @Test
  void theLastWordMayBeUnfinished() {
    add(index, named("json-formatter"), named("json-former-x"), described("json", "Has a form."));
    assertThat(find(index, "json form")).contains("json-formatter", "json-former-x", "json");
    assertThat(find(index, "js formatter")).as("only the last").containsExactly("json-formatter");
  }

  @Test
  void fillWordsDoNotNarrowASearch() {
    add(index, described("excel", "Reader of spreadsheets"), described("pdf", "Print for the web"));
    assertThat(find(index, "a reader for the spreadsheets")).containsExactly("excel");
  }

  @Test
  void aNameOfFillWordsIsFound() {
    add(index, named("the-of"), named("other"));
    assertThat(find(index, "the")).containsExactly("the-of");
    assertThat(find(index, "the of")).containsExactly("the-of");
  }

  @Test
  void aNameWithoutLettersIsFound() {
    add(index, named("--"), named("a"));
    assertThat(find(index, "--")).containsExactly("--");
  }

  @Test
  void aWordOfTheCategoryFinds() {
    add(index, inCategory("one", "Quality Gate"), named("two"));
    assertThat(find(index, "quality")).containsExactly("one");
  }

  @Test
  void keywordsFindLikeTags() {
    add(index, full("one", "", null, List.of(), List.of("virtual-threads"), null), named("two"));
    assertThat(find(index, "virtual-threads")).containsExactly("one");
    assertThat(find(index, "threads")).containsExactly("one");
    assertThat(find(index, "virtualthreads")).containsExactly("one");
  }

  @Test
  void scoresAreFromZeroToOneAndTheRightNameScoresOne() {
    add(
        index,
        named("cache"),
        named("cache-x"),
        tagged("a", "cache"),
        described("b", "A cache"),
        deprecated(described("c", "A cache")));
    List<SearchHit> hits = index.search(SearchQuery.of("cache")).hits();
    assertThat(hits).hasSize(5).first().extracting(SearchHit::score).isEqualTo(1.0);
    assertThat(hits).extracting(SearchHit::score).allMatch(score -> score > 0.5 && score <= 1);
    assertThat(hits)
        .extracting(SearchHit::score)
        .isSortedAccordingTo((left, right) -> Double.compare(right, left));
  }

  @Test
  void theScoreDoesNotDependOnOtherPackages() {
    add(index, described("a", "A cache"));
    double alone = index.search(SearchQuery.of("cache")).hits().getFirst().score();
    add(index, named("cache"), described("b", "Another cache"));
    assertThat(index.search(SearchQuery.of("cache")).hits())
        .filteredOn(hit -> hit.name().value().equals("a"))
        .extracting(SearchHit::score)
        .containsExactly(alone);
  }
}
