package dev.ggen.registry.search;

import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.SearchPage;
import dev.ggen.registry.model.SearchQuery;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import org.apache.lucene.index.CorruptIndexException;

/**
 * The search index of one registry: one entry per package, kept in a directory of its own.
 *
 * <p>It is a projection: {@link #sequence()} says up to which entry of the change feed it has
 * followed, and whoever feeds it continues from there. Everything may be called from any thread;
 * searches never wait for {@link #apply}, which runs one at a time.
 *
 * <p>What breaks while it is open is repaired by opening it anew from disk, if need be empty: then
 * {@link #sequence()} falls back. So whoever feeds it asks for the sequence each time, and most of
 * all after an exception.
 */
public final class PackageIndex implements AutoCloseable {
  private static final Logger LOG = System.getLogger(PackageIndex.class.getName());

  private final Path path;
  private final Commits commits;

  /** Used and replaced under this object's lock. */
  private OpenIndex index;

  /** Written under this object's lock, read without. */
  private volatile Snapshot current;

  private volatile boolean damaged;
  private volatile boolean closed;

  private PackageIndex(Path path) throws IOException {
    this.path = path;
    this.index = OpenIndex.open(path);
    this.current = index.snapshot();
    this.commits = Commits.start(this::commit);
  }

  /**
   * Opens the index in a directory, or creates it. One that is damaged or of another layout is
   * emptied with a warning, and so begins at sequence 0.
   *
   * @throws SearchIndexException if another process has it open, or the directory can't be used
   */
  public static PackageIndex open(Path directory) {
    try {
      return new PackageIndex(directory);
    } catch (IOException e) {
      throw new SearchIndexException(
          "The search index in '%s' can't be opened: %s".formatted(directory, e), e);
    }
  }

  /**
   * The change up to which searches see everything. After {@link #apply} that is the sequence it
   * was given; after a crash and {@link #open} it is an earlier one, the last that reached the
   * disk; it is 0 for an empty index, also when damage was found and the index emptied itself.
   * Always feed the changes that follow it.
   */
  public long sequence() {
    return current.sequence();
  }

  /**
   * Enters and removes packages. When this returns, searches see it and {@link #sequence()} is the
   * given one. It is written to disk a little later (5 s or 1,000 packages), so that no caller
   * waits for the disk. Applying the same change twice does no harm.
   *
   * @param sequence the newest change that these packages show, not less than {@link #sequence()}
   * @param upserts packages as they are now; they replace entries of the same name
   * @param removals names to forget; done before the upserts
   * @throws SearchIndexException if it can't be written; {@link #sequence()} then says from where
   *     to apply again
   */
  public synchronized void apply(
      long sequence, Collection<IndexedPackage> upserts, Collection<PackageName> removals) {
    if (sequence < sequence() && !damaged) {
      throw new IllegalArgumentException(
          "Change %d was applied before change %d.".formatted(sequence(), sequence));
    }
    write(opened -> opened.write(sequence, upserts, removals));
    commits.changed(1 + upserts.size() + removals.size());
  }

  /** Which feed {@link #sequence()} counts, as {@link #clear} was told; empty at first. */
  public synchronized String origin() {
    return index.origin();
  }

  /**
   * Forgets everything and goes back to sequence 0, for a rebuild.
   *
   * @param origin names the feed whose changes are going to be applied
   * @throws SearchIndexException if it can't be written
   */
  public synchronized void clear(String origin) {
    write(opened -> opened.clear(origin));
    commits.atOnce();
  }

  private void write(Change change) {
    requireOpen();
    if (damaged || index.isBroken()) {
      throw reopened(new IOException("The index was found damaged."));
    }
    try {
      change.make(index);
      show(index.snapshot());
    } catch (IOException | RuntimeException e) {
      throw reopened(e);
    }
  }

  private void show(Snapshot newer) throws IOException {
    Snapshot older = current;
    current = newer;
    older.release();
  }

  /** Opens the index again and tells the caller so. */
  private SearchIndexException reopened(Exception cause) {
    damaged = true;
    String state = "could not be opened again";
    try {
      index.close();
      index = OpenIndex.open(path);
      show(index.snapshot());
      damaged = false;
      state = "was opened again at change %d".formatted(sequence());
    } catch (IOException | RuntimeException e) {
      cause.addSuppressed(e);
    }
    return new SearchIndexException(
        "The search index in '%s' failed and %s: %s".formatted(path, state, cause), cause);
  }

  /**
   * Finds packages. Costs are bounded whatever the text is.
   *
   * @throws SearchIndexException if the index can't be read
   */
  public SearchPage search(SearchQuery query) {
    try {
      Snapshot snapshot = hold();
      try {
        return new SearchRun(snapshot.searcher(), query).page(snapshot.sequence());
      } finally {
        snapshot.release();
      }
    } catch (IOException e) {
      damaged = true;
      commits.atOnce();
      throw new SearchIndexException(
          "The search index in '%s' can't be read: %s".formatted(path, e), e);
    }
  }

  private Snapshot hold() {
    while (true) {
      requireOpen();
      Snapshot snapshot = current;
      if (snapshot.hold()) {
        return snapshot;
      }
    }
  }

  /** Runs on the thread of {@link Commits}; searches and applies go on meanwhile. */
  void commit() {
    OpenIndex opened;
    synchronized (this) {
      if (closed) {
        return;
      }
      if (damaged || index.isBroken()) {
        LOG.log(
            Logger.Level.WARNING,
            "Repairing the search index.",
            reopened(new IOException("It was found damaged.")));
        return;
      }
      index.markForCommit();
      opened = index;
    }
    try {
      opened.commit();
    } catch (IOException | RuntimeException e) {
      failedToCommit(e);
    }
  }

  private void failedToCommit(Exception e) {
    if (closed) {
      return;
    }
    LOG.log(
        Logger.Level.WARNING,
        "The search index in '" + path + "' could not be written to disk; trying again.",
        e);
    if (e instanceof CorruptIndexException
        || e instanceof NoSuchFileException
        || e instanceof FileNotFoundException) {
      damaged = true;
    }
    commits.changed(1);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The search index is closed.");
    }
  }

  /** Writes what is not yet on disk and releases the directory. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    commits.close();
    try {
      closeIndex();
    } catch (IOException e) {
      throw new SearchIndexException(
          "The search index in '%s' could not be closed; its last changes will be applied again."
              .formatted(path),
          e);
    }
  }

  private synchronized void closeIndex() throws IOException {
    try {
      if (!damaged && !index.isBroken()) {
        index.markForCommit();
        index.commit();
      }
    } finally {
      current.release();
      index.close();
    }
  }

  /** A change to an open index. */
  private interface Change {
    void make(OpenIndex index) throws IOException;
  }
}
