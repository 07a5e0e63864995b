package dev.ggen.registry.p2p.catalogue;

import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.p2p.record.SignedRecord;
import dev.ggen.registry.search.IndexedPackage;
import dev.ggen.registry.search.PackageIndex;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.mvstore.Cursor;

/**
 * Keeps the search index up to date with the catalogue, on a thread of its own. Its place is the
 * index's own sequence, so it goes on where it stopped, and begins anew when the index is empty, of
 * another catalogue or ahead of this one. What the rules do not let be installed is not found.
 */
final class SearchFollower implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SearchFollower.class.getName());

  /** Names at once; the index costs something for each batch, besides each name. */
  private static final int BATCH = 4_000;

  private static final Duration MAX_BACK_OFF = Duration.ofSeconds(10);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

  private final CatalogueStore store;
  private final NameReader reader;
  private final PackageIndex index;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();

  /** Changes that there are, and those that searches show; both guarded by the lock. */
  private long newest;

  private long indexed;
  private boolean isClosed;

  private SearchFollower(CatalogueStore store, NameReader reader, PackageIndex index) {
    this.store = store;
    this.reader = reader;
    this.index = index;
    this.newest = store.sequence();
    this.thread = Thread.ofPlatform().daemon().name("catalogue-index").unstarted(this::run);
  }

  static SearchFollower start(CatalogueStore store, NameReader reader, PackageIndex index) {
    SearchFollower follower = new SearchFollower(store, reader, index);
    follower.thread.start();
    return follower;
  }

  /** Tells that there are changes up to a number. */
  void changed(long sequence) {
    lock.lock();
    try {
      newest = Math.max(newest, sequence);
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  long indexed() {
    lock.lock();
    try {
      return indexed;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until searches show a change; false if the time ran out. */
  boolean awaitIndexed(long sequence, Duration timeout) throws InterruptedException {
    long left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (indexed < sequence && left > 0) {
        left = news.awaitNanos(left);
      }
      return indexed >= sequence;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    Duration backOff = Duration.ZERO;
    while (awaitChange(backOff)) {
      try {
        follow();
        backOff = Duration.ZERO;
      } catch (RuntimeException e) {
        if (backOff.isZero()) {
          LOG.log(
              System.Logger.Level.WARNING,
              "The search index can't follow the catalogue; trying again until it can",
              e);
        }
        backOff = longer(backOff);
      }
    }
  }

  private static Duration longer(Duration backOff) {
    Duration next = backOff.multipliedBy(2).plusMillis(250);
    return next.compareTo(MAX_BACK_OFF) < 0 ? next : MAX_BACK_OFF;
  }

  private boolean awaitChange(Duration backOff) {
    long left = backOff.toNanos();
    lock.lock();
    try {
      while (!isClosed && left > 0) {
        left = news.awaitNanos(left);
      }
      while (!isClosed && indexed == newest) {
        news.await();
      }
      return !isClosed;
    } catch (InterruptedException e) {
      // Nobody has this thread to interrupt it.
      LOG.log(System.Logger.Level.ERROR, "The index thread was interrupted and ends", e);
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void follow() {
    long target = newest();
    String origin = store.origin();
    if (!index.origin().equals(origin) || index.sequence() > target) {
      index.clear(origin);
    }
    while (index.sequence() < target && !closed()) {
      apply(changesAfter(index.sequence(), target), target);
      reached(index.sequence());
    }
    reached(index.sequence());
  }

  private Map<Long, PackageName> changesAfter(long sequence, long target) {
    Map<Long, PackageName> changes = new LinkedHashMap<>();
    Cursor<Long, String> cursor = store.changes().cursor(sequence + 1);
    while (cursor.hasNext() && changes.size() < BATCH) {
      long at = cursor.next();
      if (at > target) {
        break;
      }
      changes.put(at, new PackageName(cursor.getValue()));
    }
    return changes;
  }

  private void apply(Map<Long, PackageName> changes, long target) {
    List<IndexedPackage> upserts = new ArrayList<>();
    List<PackageName> removals = new ArrayList<>();
    long last = index.sequence();
    for (Map.Entry<Long, PackageName> change : changes.entrySet()) {
      last = change.getKey();
      Optional<IndexedPackage> shown = shown(change.getValue());
      if (shown.isPresent()) {
        upserts.add(shown.get());
      } else {
        removals.add(change.getValue());
      }
    }
    index.apply(changes.size() < BATCH ? target : last, upserts, removals);
  }

  private Optional<IndexedPackage> shown(PackageName name) {
    return reader
        .read(name)
        .flatMap(NameView::latest)
        .map(one -> indexed(one.record(), one.firstSeen()));
  }

  private static IndexedPackage indexed(SignedRecord record, Instant firstSeen) {
    Instant published = record.content().publishedAt();
    return new IndexedPackage(
        record.name(),
        record.version(),
        record.content().manifest().description(),
        record.content().manifest().category(),
        record.content().manifest().tags(),
        record.content().manifest().keywords(),
        record.content().manifest().license(),
        record.publisher().toString(),
        published.isAfter(firstSeen) ? firstSeen : published,
        record.content().deprecated());
  }

  private long newest() {
    lock.lock();
    try {
      return newest;
    } finally {
      lock.unlock();
    }
  }

  private boolean closed() {
    lock.lock();
    try {
      return isClosed;
    } finally {
      lock.unlock();
    }
  }

  private void reached(long sequence) {
    lock.lock();
    try {
      indexed = sequence;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the thread, for which it waits; the index is the caller's to close. */
  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
    Joining.join(thread, ENDS_WITHIN);
  }
}
