package dev.ggen.registry.search;

import java.io.IOException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;

/**
 * One state of the index, which stays as it is while anyone holds it. Counted by references: the
 * reader is closed when the index has moved on and the last search has let it go.
 *
 * @param reader the state
 * @param searcher over the reader
 * @param sequence the newest change in it
 */
record Snapshot(DirectoryReader reader, IndexSearcher searcher, long sequence) {

  /** Takes over one reference to the reader. */
  static Snapshot of(DirectoryReader reader, long sequence) {
    IndexSearcher searcher = new IndexSearcher(reader);
    searcher.setSimilarity(new WeightSimilarity());
    // Results of filters are not kept: they would be lost with each publish, and cost memory.
    searcher.setQueryCache(null);
    return new Snapshot(reader, searcher, sequence);
  }

  /** True if it is still open; then it must be released. */
  boolean hold() {
    return reader.tryIncRef();
  }

  void release() throws IOException {
    reader.decRef();
  }
}
