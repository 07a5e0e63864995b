package dev.ggen.registry.search;

import dev.ggen.registry.model.SearchHit;
import dev.ggen.registry.model.SearchPage;
import dev.ggen.registry.model.SearchQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopFieldDocs;
import org.apache.lucene.search.TotalHits;
import org.jspecify.annotations.Nullable;

/**
 * Answers one question from one state of the index. The text is tried as written; only where that
 * finds too little are words corrected, and only where that finds nothing does a part of the words
 * suffice.
 */
final class SearchRun {
  /** With so many packages found as written, nobody asks for corrections. */
  static final int ENOUGH = 3;

  /** Packages up to which finding the best also counts all; beyond, counting apart is cheaper. */
  static final int COUNTED_WHILE_RANKING = 500;

  private static final Sort BEST_FIRST = new Sort(SortField.FIELD_SCORE, ByName.SORT);
  private final IndexSearcher searcher;
  private final SearchQuery question;
  private final List<Found> found = new ArrayList<>();

  SearchRun(IndexSearcher searcher, SearchQuery question) {
    this.searcher = searcher;
    this.question = question;
  }

  /**
   * Finds the page.
   *
   * @param sequence the sequence of the state of the index
   */
  SearchPage page(long sequence) throws IOException {
    if (question.text().isBlank()) {
      found.add(newest());
    } else {
      findText(new TextQueries(searcher, SearchText.of(question.text())));
    }
    long total = found.stream().mapToLong(Found::total).sum();
    return new SearchPage(total, hits(), categories(), sequence);
  }

  private void findText(TextQueries queries) throws IOException {
    Query literal = queries.literal();
    if (literal != null) {
      found.add(best(filtered(literal), Band.LITERAL));
    }
    if (hasEnough()) {
      return;
    }
    Query corrected = isAnythingFound() ? queries.correctedRareWords() : queries.corrected();
    if (corrected != null) {
      found.add(best(filtered(without(corrected, literal)), Band.CORRECTED));
    }
    Query partial = isAnythingFound() ? null : queries.partial();
    if (partial != null) {
      found.add(best(filtered(partial), Band.PARTIAL));
    }
  }

  /** Enough are found, or few but by name: then the text was right. */
  private boolean hasEnough() {
    double byName = Band.LITERAL.score(TextQueries.WORDS_SHARE * Worth.LEAST_IN_NAME / Worth.FULL);
    return found.stream()
        .anyMatch(some ->
            some.total() >= ENOUGH
                || some.best().stream().anyMatch(ranked -> ranked.score() >= byName));
  }

  private boolean isAnythingFound() {
    return found.stream().anyMatch(some -> some.total() > 0);
  }

  private Found newest() throws IOException {
    Query query = filtered(MatchAllDocsQuery.INSTANCE);
    List<Found.Ranked> best =
        Newest.find(searcher, query, reach()).stream()
            .map(document -> new Found.Ranked(document, 1))
            .toList();
    return new Found(query, searcher.count(query), best);
  }

  private Found best(Query query, Band band) throws IOException {
    TopFieldDocs top = top(query);
    List<Found.Ranked> best = new ArrayList<>();
    for (int at = 0; at < top.scoreDocs.length; at++) {
      FieldDoc document = (FieldDoc) top.scoreDocs[at];
      float score = (Float) document.fields[0];
      best.add(new Found.Ranked(document.doc, band.score(score)));
    }
    return new Found(query, total(query, top), best);
  }

  private TopFieldDocs top(Query query) throws IOException {
    int counted = Math.max(reach(), COUNTED_WHILE_RANKING);
    return searcher.search(query, new TopFieldCollectorManager(BEST_FIRST, reach(), counted));
  }

  /** The last hit that the page shows. */
  private int reach() {
    return question.offset() + question.limit();
  }

  private long total(Query query, TopFieldDocs top) throws IOException {
    return top.totalHits.relation() == TotalHits.Relation.EQUAL_TO
        ? top.totalHits.value()
        : searcher.count(query);
  }

  private Query filtered(Query query) {
    if (question.category() == null && question.tags().isEmpty()) {
      return query;
    }
    BooleanQuery.Builder filtered = new BooleanQuery.Builder().add(query, Occur.MUST);
    if (question.category() != null) {
      addFilter(filtered, Fields.CATEGORY, question.category());
    }
    question.tags().forEach(tag -> addFilter(filtered, Fields.LABEL, tag));
    return filtered.build();
  }

  private static void addFilter(BooleanQuery.Builder filtered, String field, String label) {
    filtered.add(new TermQuery(new Term(field, Fields.label(label))), Occur.FILTER);
  }

  private static Query without(Query query, @Nullable Query other) {
    if (other == null) {
      return query;
    }
    return new BooleanQuery.Builder().add(query, Occur.MUST).add(other, Occur.MUST_NOT).build();
  }

  private SequencedMap<String, Long> categories() throws IOException {
    if (!question.facets()) {
      return Collections.emptyNavigableMap();
    }
    CategoryCounts counts = new CategoryCounts();
    for (Found some : found) {
      counts.add(searcher, some.query());
    }
    return counts.commonest();
  }

  private List<SearchHit> hits() throws IOException {
    List<Found.Ranked> page =
        found.stream()
            .flatMap(some -> some.best().stream())
            .skip(question.offset())
            .limit(question.limit())
            .toList();
    return HitReader.read(searcher.getIndexReader(), page);
  }
}
