package dev.ggen.registry.search;

import java.util.List;
import org.apache.lucene.search.Query;

/**
 * What one query found.
 *
 * @param query the query, filters included
 * @param total how many packages in all
 * @param best the best of them, as many as the page reaches
 */
record Found(Query query, long total, List<Ranked> best) {
  /**
   * One of them.
   *
   * @param document its number in the index
   * @param score its score
   */
  record Ranked(int document, double score) {}
}
