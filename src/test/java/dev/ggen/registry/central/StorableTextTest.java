package dev.ggen.registry.central;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.central.store.StorableText;
import org.junit.jupiter.api.Test;

class StorableTextTest {
  @Test
  void wholeTextsStayAsTheyAre() {
    String text = "tab\t line\n \u00e9 \ud83d\ude00";

    assertThat(StorableText.of(text)).isSameAs(text);
    assertThat(StorableText.of("")).isEmpty();
  }

  @Test
  void zerosAndHalvesOfPairsAreReplaced() {
    assertThat(StorableText.of("\u0000a\u0000")).isEqualTo("\uFFFDa\uFFFD");
    assertThat(StorableText.of("a\ud83d")).isEqualTo("a\uFFFD");
    assertThat(StorableText.of("\ude00\ud83d\ude00")).isEqualTo("\uFFFD\ud83d\ude00");
  }
}
