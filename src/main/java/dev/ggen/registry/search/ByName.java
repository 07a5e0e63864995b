package dev.ggen.registry.search;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.FieldComparator;
import org.apache.lucene.search.FieldComparatorSource;
import org.apache.lucene.search.LeafFieldComparator;
import org.apache.lucene.search.Pruning;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.SortField;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Orders documents by package name, for those that are otherwise equal. It looks at the first eight
 * bytes as a number and at the rest only where these are equal; Lucene's own string order would
 * decompress names at each step.
 */
final class ByName extends FieldComparator<BytesRef> implements LeafFieldComparator {
  /** The order as a sort field. */
  static final SortField SORT = new SortField(Fields.NAME, new Source());

  private final long[] orders;
  private final @Nullable BytesRef[] names;
  private NumericDocValues orderValues = DocValues.emptyNumeric();
  private BinaryDocValues nameValues = DocValues.emptyBinary();
  private int bottom;

  private ByName(int slots) {
    orders = new long[slots];
    names = new @Nullable BytesRef[slots];
  }

  @Override
  public LeafFieldComparator getLeafComparator(LeafReaderContext context) throws IOException {
    orderValues = DocValues.getNumeric(context.reader(), Fields.NAME_ORDER);
    nameValues = DocValues.getBinary(context.reader(), Fields.NAME);
    return this;
  }

  @Override
  public void copy(int slot, int document) throws IOException {
    orders[slot] = order(document);
    names[slot] = BytesRef.deepCopyOf(name(document));
  }

  @Override
  public int compare(int left, int right) {
    int byOrder = Long.compare(orders[left], orders[right]);
    return byOrder != 0 ? byOrder : value(left).compareTo(value(right));
  }

  @Override
  public int compareBottom(int document) throws IOException {
    int byOrder = Long.compare(orders[bottom], order(document));
    return byOrder != 0 ? byOrder : value(bottom).compareTo(name(document));
  }

  @Override
  public BytesRef value(int slot) {
    BytesRef name = names[slot];
    if (name == null) {
      throw new IllegalStateException(
          "Slot %d of %s is empty.".formatted(slot, Arrays.toString(orders)));
    }
    return name;
  }

  @Override
  public void setBottom(int slot) {
    bottom = slot;
  }

  @Override
  public void setTopValue(BytesRef name) {
    throw new UnsupportedOperationException("Pages are read by offset.");
  }

  @Override
  public int compareTop(int document) {
    throw new UnsupportedOperationException("Pages are read by offset.");
  }

  @Override
  public void setScorer(Scorable scorer) {
    // A name's place does not depend on its score.
  }

  private long order(int document) throws IOException {
    return orderValues.advanceExact(document) ? orderValues.longValue() : 0;
  }

  private BytesRef name(int document) throws IOException {
    return nameValues.advanceExact(document) ? nameValues.binaryValue() : new BytesRef();
  }

  private static final class Source extends FieldComparatorSource {
    @Override
    public FieldComparator<?> newComparator(
        String field, int hits, Pruning pruning, boolean reversed) {
      return new ByName(hits);
    }
  }
}
