package dev.ggen.registry.search;

import dev.ggen.registry.model.SearchHit;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;

/** Reads what the hits of a page show, in the order of the index, in which reading is cheapest. */
final class HitReader {
  private final List<LeafReaderContext> segments;
  private int openSegment = -1;
  private BinaryDocValues values = DocValues.emptyBinary();

  private HitReader(IndexReader index) {
    segments = index.leaves();
  }

  /** The hits of these documents, in their order. */
  static List<SearchHit> read(IndexReader index, List<Found.Ranked> page) throws IOException {
    HitReader reader = new HitReader(index);
    SearchHit[] hits = new SearchHit[page.size()];
    int[] inIndexOrder =
        IntStream.range(0, hits.length)
            .boxed()
            .sorted(Comparator.comparingInt(at -> page.get(at).document()))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int at : inIndexOrder) {
      hits[at] = reader.read(page.get(at));
    }
    return Arrays.asList(hits);
  }

  private SearchHit read(Found.Ranked ranked) throws IOException {
    int segment = ReaderUtil.subIndex(ranked.document(), segments);
    LeafReaderContext context = segments.get(segment);
    if (segment != openSegment) {
      values = DocValues.getBinary(context.reader(), Fields.HIT);
      openSegment = segment;
    }
    if (!values.advanceExact(ranked.document() - context.docBase)) {
      throw new IOException("Document %d has no hit.".formatted(ranked.document()));
    }
    return HitCodec.decode(values.binaryValue(), ranked.score());
  }
}
