package dev.ggen.registry.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.jspecify.annotations.Nullable;

/**
 * The Lucene queries of a question's text against one state of the index. Terms that no package has
 * are left out, so that the usual question is one or two terms; a query that can't find anything is
 * null. Scores are from 0 to 1.
 */
final class TextQueries {
  /** All words found score at most this; only the right name as a whole scores more. */
  static final float WORDS_SHARE = 0.9f;

  private static final float PARTS_SHARE = 0.95f;

  private final IndexSearcher searcher;
  private final SearchText text;
  private final Map<Word, @Nullable Query> corrected = new HashMap<>();

  TextQueries(IndexSearcher searcher, SearchText text) {
    this.searcher = searcher;
    this.text = text;
  }

  /** Packages of this name, and those that have every word as it is written. */
  @Nullable Query literal() throws IOException {
    List<Query> words = new ArrayList<>();
    for (Word word : text.words()) {
      Query query = literal(word);
      if (query == null) {
        return anyOf(name());
      }
      words.add(query);
    }
    List<Query> either = name();
    if (!words.isEmpty()) {
      either.add(boosted(allOf(words), WORDS_SHARE));
    }
    return anyOf(either);
  }

  /** Packages that have every word, or one much like it; null if no word is like another. */
  @Nullable Query corrected() throws IOException {
    return text.words().stream().anyMatch(word -> Spelling.isForgiving(word.whole()))
        ? allCorrected(word -> true)
        : null;
  }

  /**
   * The same, but only words that few packages have are taken for slips; null if there are none.
   * For a text that was found as it is.
   */
  @Nullable Query correctedRareWords() throws IOException {
    Set<Word> rare = new HashSet<>();
    for (Word word : text.words()) {
      boolean isForgiving = Spelling.isForgiving(word.whole());
      if (isForgiving && packagesWith(word) < SearchRun.ENOUGH) {
        rare.add(word);
      }
    }
    return rare.isEmpty() ? null : allCorrected(rare::contains);
  }

  private int packagesWith(Word word) throws IOException {
    return searcher.getIndexReader().docFreq(new Term(field(word), word.whole()));
  }

  private @Nullable Query allCorrected(Predicate<Word> isWrong) throws IOException {
    List<Query> words = new ArrayList<>();
    for (Word word : text.words()) {
      Query query = isWrong.test(word) ? corrected(word) : literal(word);
      if (query == null) {
        return null;
      }
      words.add(query);
    }
    return words.isEmpty() ? null : allOf(words);
  }

  /** Packages that have as many of the words, or like ones, as any has. */
  @Nullable Query partial() throws IOException {
    List<Query> words = new ArrayList<>();
    for (Word word : text.words()) {
      addIfAny(words, corrected(word));
    }
    int most = words.isEmpty() ? 0 : mostWordsInOne(words);
    return most == 0 ? null : someOf(words, most, 1f / text.words().size());
  }

  private int mostWordsInOne(List<Query> words) throws IOException {
    List<Query> counts = new ArrayList<>();
    words.forEach(word -> counts.add(new ConstantScoreQuery(word)));
    TopDocs best = searcher.search(someOf(counts, 1, 1), 1);
    return best.scoreDocs.length == 0 ? 0 : Math.round(best.scoreDocs[0].score);
  }

  private @Nullable Query corrected(Word word) throws IOException {
    if (!corrected.containsKey(word)) {
      corrected.put(word, correct(word));
    }
    return corrected.get(word);
  }

  private @Nullable Query correct(Word word) throws IOException {
    List<Query> forms = new ArrayList<>();
    addIfAny(forms, literal(word));
    for (Query near : Spelling.near(searcher, word.whole())) {
      forms.add(boosted(near, WORDS_SHARE));
    }
    return anyOf(forms);
  }

  private List<Query> name() throws IOException {
    List<Query> names = new ArrayList<>();
    addIfAny(names, term(Fields.EXACT, text.literal()));
    if (!text.letters().isEmpty()) {
      addIfAny(names, term(Fields.EXACT, text.letters()));
    }
    return names;
  }

  private @Nullable Query literal(Word word) throws IOException {
    String field = field(word);
    List<Query> forms = new ArrayList<>();
    addIfAny(forms, term(field, word.whole()));
    String stem = Stems.of(List.of(word.whole())).getFirst();
    if (!stem.equals(word.whole())) {
      addIfAny(forms, term(Fields.WORD, stem));
    }
    addIfAny(forms, parts(word, field));
    return anyOf(forms);
  }

  private String field(Word word) {
    return word.equals(text.words().getLast()) ? Fields.BEGINNING : Fields.WORD;
  }

  private @Nullable Query parts(Word word, String lastField) throws IOException {
    List<Query> parts = new ArrayList<>();
    for (int at = 0; at < word.parts().size(); at++) {
      boolean isLast = at == word.parts().size() - 1;
      Query part = term(isLast ? lastField : Fields.WORD, word.parts().get(at));
      if (part == null) {
        return null;
      }
      parts.add(part);
    }
    return parts.isEmpty() ? null : boosted(allOf(parts), PARTS_SHARE);
  }

  private @Nullable Query term(String field, String value) throws IOException {
    Term term = new Term(field, value);
    TermStates states = TermStates.build(searcher, term, true);
    return states.docFreq() == 0 ? null : new TermQuery(term, states);
  }

  private static void addIfAny(List<Query> queries, @Nullable Query query) {
    if (query != null) {
      queries.add(query);
    }
  }

  private static @Nullable Query anyOf(List<Query> queries) {
    return switch (queries.size()) {
      case 0 -> null;
      case 1 -> queries.getFirst();
      default -> new DisjunctionMaxQuery(queries, 0);
    };
  }

  private static Query allOf(List<Query> queries) {
    if (queries.size() == 1) {
      return queries.getFirst();
    }
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    queries.forEach(query -> all.add(boosted(query, 1f / queries.size()), Occur.MUST));
    return all.build();
  }

  private static Query someOf(List<Query> queries, int atLeast, float share) {
    BooleanQuery.Builder some = new BooleanQuery.Builder().setMinimumNumberShouldMatch(atLeast);
    queries.forEach(query -> some.add(boosted(query, share), Occur.SHOULD));
    return some.build();
  }

  private static Query boosted(Query query, float boost) {
    return boost == 1 ? query : new BoostQuery(query, boost);
  }
}
