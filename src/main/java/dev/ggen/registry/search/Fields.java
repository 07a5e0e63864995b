package dev.ggen.registry.search;

import java.util.Locale;
import org.apache.lucene.index.IndexWriter;

/** The index's fields. */
final class Fields {
  /**
   * The layout of the index: fields, weights, splitting of words, codec of hits. To be raised when
   * any of them changes; an index of another layout is built anew.
   */
  static final String LAYOUT = "2";

  /** The package's name as a term, to replace it by. */
  static final String ID = "id";

  /** The name, to be read by document. */
  static final String NAME = "name";

  /** The name's first eight bytes as a number in the same order. */
  static final String NAME_ORDER = "name-order";

  /** Whole names, weighted. */
  static final String EXACT = "exact";

  /** Whole words, weighted. */
  static final String WORD = "word";

  /** Whole words and beginnings of words, weighted. */
  static final String BEGINNING = "beginning";

  /** The category as a label. */
  static final String CATEGORY = "category";

  /** Tags and keywords as labels. */
  static final String LABEL = "label";

  /** Microseconds since 1970. */
  static final String PUBLISHED = "published";

  /** The rest of the hit; see {@link HitCodec}. */
  static final String HIT = "hit";

  private static final int MAX_LABEL_LENGTH = 256;

  private Fields() {}

  /**
   * What categories and tags are compared by: lower case, without outer blanks. Only the first 256
   * characters count; Lucene refuses terms of more than {@value IndexWriter#MAX_TERM_LENGTH} bytes.
   */
  static String label(String written) {
    String label = written.strip().toLowerCase(Locale.ROOT);
    return label.length() <= MAX_LABEL_LENGTH ? label : label.substring(0, MAX_LABEL_LENGTH);
  }
}
