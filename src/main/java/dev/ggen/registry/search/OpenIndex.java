package dev.ggen.registry.search;

import dev.ggen.registry.model.PackageName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.NRTCachingDirectory;

/**
 * An index that is open for writing. Writes come from one thread at a time, which its owner sees
 * to; {@link #commit} may run beside them.
 */
final class OpenIndex {
  /**
   * Lucene advises to add the incubating vector module, for a search by vectors that we don't do;
   * the module would cost a warning of the JVM's own and start-up time. Kept here, since loggers
   * that nobody holds lose their level.
   */
  private static final Logger VECTOR_ADVICE =
      Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

  static {
    VECTOR_ADVICE.setLevel(Level.SEVERE);
  }

  private static final double RAM_BUFFER_MB = 16;
  private static final double CACHED_SEGMENT_MB = 2;
  private static final double CACHE_MB = 16;

  private final Directory directory;
  private final IndexWriter writer;
  private DirectoryReader newest;
  private long sequence;
  private String origin;

  private OpenIndex(Directory directory, IndexWriter writer) throws IOException {
    this.directory = directory;
    this.writer = writer;
    this.sequence = Long.parseLong(committed(writer, IndexFolder.SEQUENCE, "0"));
    this.origin = committed(writer, IndexFolder.ORIGIN, "");
    this.newest = DirectoryReader.open(writer);
  }

  /**
   * Opens what the directory holds, or begins with nothing.
   *
   * @throws SearchIndexException if another process has it
   */
  static OpenIndex open(Path path) throws IOException {
    // Small new segments stay in memory until a commit, so that a publish writes no files.
    Directory directory =
        new NRTCachingDirectory(IndexFolder.prepare(path), CACHED_SEGMENT_MB, CACHE_MB);
    try {
      IndexWriter writer = new IndexWriter(directory, configuration());
      OpenIndex index = new OpenIndex(directory, writer);
      index.markForCommit();
      return index;
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  private static IndexWriterConfig configuration() {
    ConcurrentMergeScheduler scheduler = new ConcurrentMergeScheduler();
    scheduler.setMaxMergesAndThreads(4, 1);
    return new IndexWriterConfig()
        .setRAMBufferSizeMB(RAM_BUFFER_MB)
        .setCommitOnClose(false)
        .setIndexSort(Newest.ORDER)
        // A publish must not wait for merges.
        .setMaxFullFlushMergeWaitMillis(0)
        .setMergeScheduler(scheduler);
  }

  private static String committed(IndexWriter writer, String key, String otherwise) {
    Iterable<Map.Entry<String, String>> facts = writer.getLiveCommitData();
    if (facts != null) {
      for (Map.Entry<String, String> fact : facts) {
        if (fact.getKey().equals(key)) {
          return fact.getValue();
        }
      }
    }
    return otherwise;
  }

  /** Replaces and removes packages; {@link #snapshot} then shows it. */
  void write(long newSequence, Collection<IndexedPackage> upserts, Collection<PackageName> removals)
      throws IOException {
    for (PackageName name : removals) {
      writer.deleteDocuments(id(name));
    }
    for (IndexedPackage entry : upserts) {
      writer.updateDocument(id(entry.name()), PackageDocument.of(entry));
    }
    sequence = newSequence;
  }

  private static Term id(PackageName name) {
    return new Term(Fields.ID, name.value());
  }

  /** Removes everything and goes back to sequence 0 of an origin. */
  void clear(String newOrigin) throws IOException {
    writer.deleteAll();
    sequence = 0;
    origin = newOrigin;
  }

  /** What the sequence numbers count. */
  String origin() {
    return origin;
  }

  /** The state after the last write, to be released by the taker. */
  Snapshot snapshot() throws IOException {
    DirectoryReader changed = DirectoryReader.openIfChanged(newest, writer);
    if (changed != null) {
      newest.close();
      newest = changed;
    }
    newest.incRef();
    return Snapshot.of(newest, sequence);
  }

  /**
   * Notes the sequence that the next commit vouches for. Not to run beside {@link #write}: a commit
   * may hold later changes too, which then are applied twice, but must lack none.
   */
  void markForCommit() {
    Map<String, String> facts =
        Map.of(
            IndexFolder.LAYOUT,
            Fields.LAYOUT,
            IndexFolder.ORIGIN,
            origin,
            IndexFolder.SEQUENCE,
            Long.toString(sequence));
    writer.setLiveCommitData(facts.entrySet());
  }

  /** Writes everything to disk and waits for it. */
  void commit() throws IOException {
    writer.commit();
  }

  /** True if an error has closed it. */
  boolean isBroken() {
    return !writer.isOpen();
  }

  /** Closes it, leaving away what is not committed. */
  void close() throws IOException {
    try {
      newest.close();
      writer.rollback();
    } finally {
      directory.close();
    }
  }
}
