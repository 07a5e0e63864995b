package dev.ggen.registry.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.FuzzyTermsEnum;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/**
 * Words of the index that a mistyped one may have meant: one letter wrong, missing, too many or two
 * swapped in words of 4 to 7 letters, two such slips in longer ones; the first letter is right.
 */
final class Spelling {
  /** Letters from which a slip is forgiven; shorter words are near to too many others. */
  static final int ONE_SLIP_FROM = 4;

  /** Letters from which two slips are forgiven. */
  static final int TWO_SLIPS_FROM = 8;

  /** Words tried in place of one; the nearest and commonest come first. */
  static final int MAX_CANDIDATES = 16;

  private static final int SURE_LETTERS = 1;
  private static final Comparator<Candidate> WORST_FIRST =
      Comparator.comparingDouble(Candidate::nearness)
          .thenComparingInt(Candidate::packages)
          .thenComparing(Candidate::term, Comparator.reverseOrder());

  private Spelling() {}

  /** True if another word may be meant. */
  static boolean isForgiving(String word) {
    return slips(word) > 0;
  }

  /** Finds the words near to this one, without itself. */
  static List<Query> near(IndexSearcher searcher, String word) throws IOException {
    Terms terms =
        slips(word) == 0 ? null : MultiTerms.getTerms(searcher.getIndexReader(), Fields.WORD);
    if (terms == null) {
      return List.of();
    }
    PriorityQueue<Candidate> best = new PriorityQueue<>(WORST_FIRST);
    Term wrong = new Term(Fields.WORD, word);
    FuzzyTermsEnum near = new FuzzyTermsEnum(terms, wrong, slips(word), SURE_LETTERS, true);
    for (BytesRef term = near.next(); term != null; term = near.next()) {
      if (!term.equals(wrong.bytes())) {
        best.add(new Candidate(BytesRef.deepCopyOf(term), near.getBoost(), near.docFreq()));
      }
      if (best.size() > MAX_CANDIDATES) {
        best.remove();
      }
    }
    return queries(best);
  }

  private static List<Query> queries(Iterable<Candidate> candidates) {
    List<Query> queries = new ArrayList<>();
    for (Candidate candidate : candidates) {
      Query query = new TermQuery(new Term(Fields.WORD, candidate.term()));
      queries.add(new BoostQuery(query, candidate.nearness()));
    }
    return queries;
  }

  private static int slips(String word) {
    int letters = word.codePointCount(0, word.length());
    boolean isNumber = word.chars().allMatch(Character::isDigit);
    if (isNumber || letters < ONE_SLIP_FROM) {
      return 0;
    }
    return letters < TWO_SLIPS_FROM ? 1 : 2;
  }

  private record Candidate(BytesRef term, float nearness, int packages) {}
}
