package dev.ggen.registry.search;

import java.util.Iterator;
import java.util.Map;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.TermFrequencyAttribute;

/** Terms with a weight each, which Lucene stores as if it were the term's frequency. */
final class WeightedTerms extends TokenStream {
  private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
  private final TermFrequencyAttribute frequency = addAttribute(TermFrequencyAttribute.class);
  private final Map<String, Integer> weights;
  private Iterator<Map.Entry<String, Integer>> rest;

  WeightedTerms(Map<String, Integer> weights) {
    this.weights = weights;
    this.rest = weights.entrySet().iterator();
  }

  @Override
  public void reset() {
    rest = weights.entrySet().iterator();
  }

  @Override
  public boolean incrementToken() {
    clearAttributes();
    if (!rest.hasNext()) {
      return false;
    }
    Map.Entry<String, Integer> next = rest.next();
    term.setEmpty().append(next.getKey());
    frequency.setTermFrequency(next.getValue());
    return true;
  }
}
