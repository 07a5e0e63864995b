package dev.ggen.registry.search;

import dev.ggen.registry.model.PackageName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Under which words a package is found, and what each is worth (see {@link Worth}). */
final class TermWeights {
  /** Longest beginning of a word under which it is found; words themselves may be longer. */
  static final int MAX_PREFIX = 20;

  /** Words of a description that count; it is an abstract, not a manual. */
  static final int MAX_DESCRIPTION_WORDS = 200;

  /** Tags and keywords, together, whose words count. */
  static final int MAX_LABELS = 64;

  private static final int MAX_NAME_WORDS = PackageName.MAX_LENGTH;
  private static final int MAX_LABEL_WORDS = 8;
  private static final int LABEL_PREFIX_FROM = 2;
  private static final int DESCRIPTION_PREFIX_FROM = 3;

  private final Map<String, Integer> exact = new HashMap<>();
  private final Map<String, Integer> words = new HashMap<>();
  private final Map<String, Integer> beginnings = new HashMap<>();

  private TermWeights() {}

  /** The terms of a package. */
  static TermWeights of(IndexedPackage entry) {
    TermWeights weights = new TermWeights();
    weights.addName(entry.name());
    Stream.concat(entry.tags().stream(), entry.keywords().stream())
        .limit(MAX_LABELS)
        .forEach(weights::addLabel);
    if (entry.category() != null) {
      weights.addCategory(entry.category());
    }
    if (entry.description() != null) {
      weights.addDescription(entry.description());
    }
    if (entry.deprecated() != null) {
      weights.discountDeprecated();
    }
    return weights;
  }

  /** Whole names; see {@link SearchText}. */
  Map<String, Integer> exact() {
    return exact;
  }

  /** Whole words, in every form. */
  Map<String, Integer> words() {
    return words;
  }

  /** Whole words and beginnings of words. */
  Map<String, Integer> beginnings() {
    return beginnings;
  }

  private void addName(PackageName name) {
    List<Word> all = Words.of(name.value(), MAX_NAME_WORDS);
    String bare = joined(Words.of(name.bareName(), MAX_NAME_WORDS));
    String full = joined(all);
    exact.put(SearchText.literal(name.value()), Worth.sameName());
    put(exact, full, Worth.sameLetters());
    put(exact, bare, Worth.sameBareLetters());
    int letters = Math.max(1, full.length());
    Stems.forEach(
        forms(all),
        (word, stem) -> {
          addWord(word, stem, Worth.nameWord(Math.min(word.length(), letters), letters));
          addBeginnings(word, 1, length -> Worth.namePrefix(length, letters));
        });
    if (all.size() > 1) {
      addWord(bare, bare, Worth.nameWord(bare.length(), letters));
      addBeginnings(bare, 1, length -> Worth.joinedPrefix(length, letters));
    }
  }

  private void addLabel(String label) {
    List<Word> all = Words.of(label, MAX_LABEL_WORDS);
    addLabelWords(forms(all), Worth.label(all.size() == 1));
    if (all.size() > 1) {
      addLabelWords(List.of(joined(all)), Worth.label(true));
    }
  }

  private void addCategory(String category) {
    addLabelWords(forms(Words.of(category, MAX_LABEL_WORDS)), Worth.category());
  }

  private void addLabelWords(List<String> forms, int worth) {
    Stems.forEach(
        forms,
        (word, stem) -> {
          addWord(word, stem, worth);
          addBeginnings(
              word, LABEL_PREFIX_FROM, length -> Worth.labelPrefix(length, word.length()));
        });
  }

  private void addDescription(String description) {
    List<Word> all = Words.of(description, MAX_DESCRIPTION_WORDS);
    List<String> forms = new ArrayList<>();
    List<Integer> worths = new ArrayList<>();
    for (int position = 0; position < all.size(); position++) {
      if (!SearchText.isStopWord(all.get(position).whole())) {
        forms.addAll(forms(List.of(all.get(position))));
        worths.addAll(
            Collections.nCopies(forms.size() - worths.size(), Worth.description(position)));
      }
    }
    Iterator<Integer> worth = worths.iterator();
    Stems.forEach(
        forms,
        (word, stem) -> {
          addWord(word, stem, worth.next());
          addBeginnings(
              word,
              DESCRIPTION_PREFIX_FROM,
              length -> Worth.descriptionPrefix(length, word.length()));
        });
  }

  private void addWord(String word, String stem, int worth) {
    put(words, word, worth);
    put(beginnings, word, worth);
    if (!stem.equals(word)) {
      put(words, stem, Worth.stem(worth));
      put(beginnings, stem, Worth.stem(worth));
    }
  }

  private void addBeginnings(String word, int from, IntUnaryOperator worthByLength) {
    int longest = Math.min(word.length() - 1, MAX_PREFIX);
    for (int length = from; length <= longest; length++) {
      if (!Character.isHighSurrogate(word.charAt(length - 1))) {
        put(beginnings, word.substring(0, length), worthByLength.applyAsInt(length));
      }
    }
  }

  private void discountDeprecated() {
    words.replaceAll((word, worth) -> Worth.deprecated(worth));
    beginnings.replaceAll((word, worth) -> Worth.deprecated(worth));
    exact.replaceAll((word, worth) -> Worth.deprecatedName(worth));
  }

  private static void put(Map<String, Integer> weights, String term, int worth) {
    if (!term.isEmpty()) {
      weights.merge(term, worth, Math::max);
    }
  }

  private static List<String> forms(List<Word> words) {
    List<String> forms = new ArrayList<>();
    for (Word word : words) {
      forms.add(word.whole());
      forms.addAll(word.parts());
    }
    return forms;
  }

  private static String joined(List<Word> words) {
    return words.stream().map(Word::whole).collect(Collectors.joining());
  }
}
