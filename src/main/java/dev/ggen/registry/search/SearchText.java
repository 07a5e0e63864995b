package dev.ggen.registry.search;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.en.EnglishAnalyzer;

/**
 * The text of a question, taken apart. It is never parsed as a query language: whatever is no word
 * is a separator.
 *
 * @param literal how a package of exactly this name is entered
 * @param letters its letters and digits without anything between
 * @param words the words that count, each once; the last may be unfinished
 */
record SearchText(String literal, String letters, List<Word> words) {
  /** Words that count; each costs a look-up, and nobody describes a package by more. */
  static final int MAX_WORDS = 10;

  private static final int MAX_WORDS_READ = 64;

  /** Splits a text. Words such as "the" only count if there are no others. */
  static SearchText of(String text) {
    List<Word> all = Words.of(text, MAX_WORDS_READ);
    Set<Word> meaning = new LinkedHashSet<>(all);
    meaning.removeIf(word -> isStopWord(word.whole()));
    Set<Word> counted = meaning.isEmpty() ? new LinkedHashSet<>(all) : meaning;
    return new SearchText(
        literal(text.strip().toLowerCase(Locale.ROOT)),
        all.stream().map(Word::whole).collect(Collectors.joining()),
        counted.stream().limit(MAX_WORDS).toList());
  }

  /** The term of a whole name. No word begins with this sign. */
  static String literal(String name) {
    return "=" + name;
  }

  /** True for English words that stand in every text. */
  static boolean isStopWord(String word) {
    return EnglishAnalyzer.ENGLISH_STOP_WORDS_SET.contains(word);
  }
}
