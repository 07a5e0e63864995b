package dev.ggen.registry.search;

import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.TermStatistics;
import org.apache.lucene.search.similarities.Similarity;

/**
 * Scores a term by the weight stored for it (see {@link WeightedTerms}), from 0 to 1, and by
 * nothing else: no statistics of the index, so the same package and question always give the same
 * score.
 */
final class WeightSimilarity extends Similarity {

  @Override
  public SimScorer scorer(
      float boost, CollectionStatistics collection, TermStatistics... statistics) {
    return new SimScorer() {
      @Override
      public float score(float frequency, long norm) {
        return boost * frequency / Worth.FULL;
      }
    };
  }
}
