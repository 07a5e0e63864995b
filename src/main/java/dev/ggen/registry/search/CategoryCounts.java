package dev.ggen.registry.search;

import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;

/** Counts what queries find by category, without scoring it. */
final class CategoryCounts {
  /** Categories that an answer lists. */
  static final int MAX_CATEGORIES = 100;

  private static final Comparator<Map.Entry<String, Long>> MOST_FIRST =
      Map.Entry.<String, Long>comparingByValue()
          .reversed()
          .thenComparing(Map.Entry.comparingByKey());

  private final Map<String, Long> counts = new HashMap<>();

  /** Adds what a query finds. */
  void add(IndexSearcher searcher, Query query) throws IOException {
    for (Map<String, Long> some : searcher.search(query, new PerThread())) {
      some.forEach((category, count) -> counts.merge(category, count, Long::sum));
    }
    counts.remove("");
  }

  /** The commonest categories, those of equal count by name. */
  SequencedMap<String, Long> commonest() {
    SequencedMap<String, Long> commonest = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(MOST_FIRST)
        .limit(MAX_CATEGORIES)
        .forEach(entry -> commonest.put(entry.getKey(), entry.getValue()));
    return commonest;
  }

  private static final class PerThread
      implements CollectorManager<Counter, Collection<Map<String, Long>>> {
    @Override
    public Counter newCollector() {
      return new Counter();
    }

    @Override
    public Collection<Map<String, Long>> reduce(Collection<Counter> counters) {
      return counters.stream().map(counter -> counter.counts).toList();
    }
  }

  private static final class Counter extends SimpleCollector {
    private final Map<String, Long> counts = new HashMap<>();
    private SortedDocValues categories = DocValues.emptySorted();
    private int[] ofSegment = new int[0];

    @Override
    protected void doSetNextReader(LeafReaderContext context) throws IOException {
      categories = DocValues.getSorted(context.reader(), Fields.CATEGORY);
      ofSegment = new int[categories.getValueCount()];
    }

    @Override
    public void collect(int document) throws IOException {
      if (categories.advanceExact(document)) {
        ofSegment[categories.ordValue()]++;
      }
    }

    @Override
    public void finish() throws IOException {
      for (int ord = 0; ord < ofSegment.length; ord++) {
        if (ofSegment[ord] > 0) {
          counts.merge(categories.lookupOrd(ord).utf8ToString(), (long) ofSegment[ord], Long::sum);
        }
      }
    }

    @Override
    public ScoreMode scoreMode() {
      return ScoreMode.COMPLETE_NO_SCORES;
    }
  }
}
