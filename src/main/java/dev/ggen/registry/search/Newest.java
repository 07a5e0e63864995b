package dev.ggen.registry.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.CollectionTerminatedException;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.util.BytesRef;

/**
 * Finds the newest packages, those of the same moment by name. The documents of each segment lie in
 * the order of {@link #ORDER}, so that the first ones of each are enough.
 */
final class Newest {
  /** The order of the index. */
  static final Sort ORDER = new Sort(new SortField(Fields.PUBLISHED, SortField.Type.LONG, true));

  private static final Comparator<Dated> NEWEST_FIRST =
      Comparator.comparingLong(Dated::published).reversed().thenComparing(Dated::name);

  private Newest() {}

  /** Numbers of the newest documents that a query finds, at most {@code count}. */
  static List<Integer> find(IndexSearcher searcher, Query query, int count) throws IOException {
    return searcher.search(query, new FirstOfEach(count)).stream()
        .sorted(NEWEST_FIRST)
        .limit(count)
        .map(Dated::document)
        .toList();
  }

  private record Dated(int document, long published, BytesRef name) {}

  private record FirstOfEach(int count) implements CollectorManager<First, Collection<Dated>> {
    @Override
    public First newCollector() {
      return new First(count);
    }

    @Override
    public Collection<Dated> reduce(Collection<First> collectors) {
      return collectors.stream().flatMap(First::all).toList();
    }
  }

  /** Takes the first documents of a segment, and those of the same moment as the last of them. */
  private static final class First extends SimpleCollector {
    private final int count;
    private final List<Dated> all = new ArrayList<>();
    private int base;
    private int taken;
    private long last;
    private NumericDocValues dates = DocValues.emptyNumeric();
    private BinaryDocValues names = DocValues.emptyBinary();

    First(int count) {
      this.count = count;
    }

    Stream<Dated> all() {
      return all.stream();
    }

    @Override
    protected void doSetNextReader(LeafReaderContext context) throws IOException {
      base = context.docBase;
      taken = 0;
      dates = DocValues.getNumeric(context.reader(), Fields.PUBLISHED);
      names = DocValues.getBinary(context.reader(), Fields.NAME);
    }

    @Override
    public void collect(int document) throws IOException {
      long published = dates.advanceExact(document) ? dates.longValue() : 0;
      if (taken >= count && published != last) {
        throw new CollectionTerminatedException();
      }
      BytesRef name = names.advanceExact(document) ? names.binaryValue() : new BytesRef();
      all.add(new Dated(base + document, published, BytesRef.deepCopyOf(name)));
      taken++;
      last = published;
    }

    @Override
    public ScoreMode scoreMode() {
      return ScoreMode.COMPLETE_NO_SCORES;
    }
  }
}
