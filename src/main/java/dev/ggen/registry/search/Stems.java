package dev.ggen.registry.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.KStemFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * Light English stemming: {@code services} to {@code service}, {@code generating} to {@code
 * generate}. What it does not know it leaves alone.
 */
final class Stems {
  private Stems() {}

  /** The stem of each word, in their order. */
  static List<String> of(List<String> words) {
    List<String> stems = new ArrayList<>(words.size());
    forEach(words, (word, stem) -> stems.add(stem));
    return stems;
  }

  /** Hands over each word with its stem. */
  static void forEach(List<String> words, BiConsumer<String, String> taker) {
    try (TokenStream stream = new KStemFilter(new Listed(words.iterator()))) {
      CharTermAttribute stem = stream.getAttribute(CharTermAttribute.class);
      stream.reset();
      for (String word : words) {
        if (!stream.incrementToken()) {
          throw new IllegalStateException("The stemmer lost a word.");
        }
        taker.accept(word, stem.toString());
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A token stream over words at hand. */
  private static final class Listed extends TokenStream {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final Iterator<String> words;

    Listed(Iterator<String> words) {
      this.words = words;
    }

    @Override
    public boolean incrementToken() {
      clearAttributes();
      if (!words.hasNext()) {
        return false;
      }
      term.setEmpty().append(words.next());
      return true;
    }
  }
}
