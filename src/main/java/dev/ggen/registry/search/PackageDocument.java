package dev.ggen.registry.search;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;

/** The Lucene document of a package. */
final class PackageDocument {
  /** Tags and keywords, together, by which a package can be filtered. */
  static final int MAX_LABELS = 256;

  private static final FieldType WEIGHTED = weighted();

  private PackageDocument() {}

  /** Makes the document. */
  static Document of(IndexedPackage entry) {
    BytesRef name = new BytesRef(entry.name().value());
    Document document = new Document();
    document.add(new StringField(Fields.ID, name, Field.Store.NO));
    document.add(new BinaryDocValuesField(Fields.NAME, name));
    document.add(new NumericDocValuesField(Fields.NAME_ORDER, nameOrder(entry.name().value())));
    document.add(new NumericDocValuesField(Fields.PUBLISHED, microseconds(entry.publishedAt())));
    document.add(new BinaryDocValuesField(Fields.HIT, HitCodec.encode(entry)));
    addLabels(document, entry);
    addTerms(document, TermWeights.of(entry));
    return document;
  }

  private static void addLabels(Document document, IndexedPackage entry) {
    // None is the empty label: a value for each document is quicker to read than for most.
    BytesRef category =
        new BytesRef(entry.category() == null ? "" : Fields.label(entry.category()));
    document.add(new StringField(Fields.CATEGORY, category, Field.Store.NO));
    document.add(new SortedDocValuesField(Fields.CATEGORY, category));
    Stream.concat(entry.tags().stream(), entry.keywords().stream())
        .map(Fields::label)
        .distinct()
        .limit(MAX_LABELS)
        .forEach(label -> document.add(new StringField(Fields.LABEL, label, Field.Store.NO)));
  }

  private static void addTerms(Document document, TermWeights weights) {
    addWeighted(document, Fields.EXACT, weights.exact());
    addWeighted(document, Fields.WORD, weights.words());
    addWeighted(document, Fields.BEGINNING, weights.beginnings());
  }

  private static void addWeighted(Document document, String field, Map<String, Integer> weights) {
    document.add(new Field(field, new WeightedTerms(weights), WEIGHTED));
  }

  private static FieldType weighted() {
    FieldType type = new FieldType();
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    type.setOmitNorms(true);
    type.setTokenized(true);
    type.freeze();
    return type;
  }

  /** Names are ASCII, so signed numbers keep their order. */
  private static long nameOrder(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
    long order = 0;
    for (int at = 0; at < Long.BYTES; at++) {
      order = order << Byte.SIZE | (at < bytes.length ? bytes[at] : 0);
    }
    return order;
  }

  private static long microseconds(Instant at) {
    return Math.addExact(
        Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000L);
  }
}
