package dev.ggen.registry.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.bench.PackageGenerator;
import dev.ggen.registry.model.SearchHit;
import dev.ggen.registry.model.SearchPage;
import dev.ggen.registry.model.SearchQuery;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that nobody means well by, or nobody thought of. */
class HostileTextTest {
  private static final int LONGEST = SearchQuery.MAX_TEXT_LENGTH;

  @TempDir static Path directory;
  private static PackageIndex index;

  @BeforeAll
  static void fill() {
    index = PackageIndex.open(directory);
    index.apply(1, new PackageGenerator(1).packages(2000), List.of());
  }

  @AfterAll
  static void close() {
    index.close();
  }

  static Stream<String> texts() {
    return Stream.of(
        "*".repeat(LONGEST),
        "?".repeat(LONGEST),
        "a".repeat(LONGEST),
        "a ".repeat(LONGEST / 2),
        "a1".repeat(LONGEST / 2),
        "aA".repeat(LONGEST / 2),
        "~2 ".repeat(LONGEST / 3),
        "((((((((((",
        "name:* OR tags:[* TO *]",
        "+http -json AND NOT (client OR /.*a.*/)",
        "\"unclosed",
        "http~0.1^1000000",
        "\\u0000\\",
        "\u0000\u0001\u001f",
        "\ud83d lonely surrogate \udc00",
        "👩‍👩‍👧‍👦🏳️‍🌈".repeat(10),
        "שלום עולם",
        "مرحبا بالعالم ‏http",
        "\u202ehttp\u202c",
        "Z̴̡̛͇a̵͜l̷̛͎g̸̢͝o̷",
        "ﷺ".repeat(LONGEST),
        "ﬃ".repeat(LONGEST),
        "İİİİİ ßßß ΐΐΐ",
        "नमस्ते दुनिया",
        "ไม่มีช่องว่าง",
        "包管理器".repeat(LONGEST / 4),
        " ​⁠\ufeff",
        "'; DROP TABLE packages; --",
        "../../etc/passwd",
        "${jndi:ldap://x/y} %s %n {}");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void anyTextIsAnswered(String text) {
    assertSound(index.search(new SearchQuery(text, null, List.of(), 250, 0, true)));
    assertSound(index.search(new SearchQuery("", text, List.of(text, text), 250, 0, true)));
  }

  @Test
  void randomTextsAreAnswered() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      String text =
          IntStream.range(0, random.nextInt(LONGEST / 2))
              .mapToObj(at -> Character.toString(random.nextInt(Character.MAX_CODE_POINT + 1)))
              .collect(Collectors.joining());
      assertSound(index.search(SearchQuery.of(text)));
    }
  }

  @Test
  void operatorsAreOnlySeparators() {
    assertThat(Packages.find(index, "+http*")).isEqualTo(Packages.find(index, "http"));
    assertThat(Packages.find(index, "json AND client"))
        .isEqualTo(Packages.find(index, "json and client"));
  }

  @Test
  void aTextWithoutWordsFindsNothing() {
    assertThat(index.search(SearchQuery.of("***")).total()).isZero();
  }

  @Test
  void onlyTheFirstWordsOfALongTextCount() {
    String words =
        IntStream.range(0, SearchText.MAX_WORDS)
            .mapToObj(n -> "word" + (char) ('a' + n))
            .collect(Collectors.joining(" "));
    assertThat(SearchText.of(words).words()).hasSize(SearchText.MAX_WORDS);
    assertThat(SearchText.of(words + " another").words()).isEqualTo(SearchText.of(words).words());
  }

  private static void assertSound(SearchPage page) {
    assertThat(page.hits())
        .extracting(SearchHit::score)
        .allMatch(score -> score >= 0 && score <= 1);
    assertThat(page.total()).isGreaterThanOrEqualTo(page.hits().size());
  }
}
