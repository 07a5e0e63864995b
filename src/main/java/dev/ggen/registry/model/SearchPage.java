package dev.ggen.registry.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The answer to a search.
 *
 * @param total how many packages match in all
 * @param hits one page of them, best first
 * @param categories hits by category in lower case, most first; empty unless asked for
 * @param sequence the newest change that the answer takes account of
 */
public record SearchPage(
    long total, List<SearchHit> hits, SequencedMap<String, Long> categories, long sequence) {
  /** Copies the collections. */
  public SearchPage {
    hits = List.copyOf(hits);
    categories = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(categories));
  }
}
