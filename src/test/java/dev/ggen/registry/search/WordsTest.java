package dev.ggen.registry.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How texts are split into words. */
class WordsTest {
  @ParameterizedTest
  @CsvSource({
    "http-client, http client",
    "@scope/some_name.js, scope some name js",
    "log4j, log4j(log+4+j)",
    "HttpClient, httpclient(http+client)",
    "XMLReader, xmlreader(xml+reader)",
    "parseXML, parsexml(parse+xml)",
    "iPhone15Pro, iphone15pro(i+phone+15+pro)",
    "Straße, strasse",
    "ÆON, aeon",
    "ｆｕｌｌ, full",
    "包管理, 包 管 理",
    "カタ仮名, カ タ 仮 名",
    "a🚀b, a 🚀 b",
    "don't, don t",
    "C++, c",
    "'   ', ''",
    "-._/@, ''",
    "a1b2c3d, a1b2c3d",
    "a1b2c3, a1b2c3(a+1+b+2+c+3)",
  })
  void aTextSplitsSo(String text, String expected) {
    assertThat(shown(Words.of(text, 100))).isEqualTo(expected);
  }

  @Test
  void accentsAreDroppedHoweverTheyAreWritten() {
    assertThat(Words.of("caf\u00e9", 9)).isEqualTo(Words.of("cafe\u0301", 9));
    assertThat(Words.of("İstanbul", 9)).isEqualTo(Words.of("istanbul", 9));
  }

  @Test
  void onlySoManyWordsAreRead() {
    assertThat(shown(Words.of("a b c", 2))).isEqualTo("a b");
    assertThat(shown(Words.of("a b", 2))).isEqualTo("a b");
  }

  @Test
  void onlyTheFirstLettersOfAWordCount() {
    String longest = "x".repeat(Words.MAX_LETTERS);
    assertThat(shown(Words.of(longest, 1))).isEqualTo(longest);
    assertThat(shown(Words.of(longest + "y", 1))).isEqualTo(longest);
  }

  private static String shown(List<Word> words) {
    return String.join(" ", words.stream().map(WordsTest::shown).toList());
  }

  private static String shown(Word word) {
    return word.parts().isEmpty()
        ? word.whole()
        : word.whole() + "(" + String.join("+", word.parts()) + ")";
  }
}
