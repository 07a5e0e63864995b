package dev.ggen.registry.central;

import dev.ggen.registry.central.store.PackageReader;
import dev.ggen.registry.model.Change;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.PackageOverview;
import dev.ggen.registry.model.PackageRecord;
import dev.ggen.registry.model.VersionRange;
import dev.ggen.registry.model.VersionSelector;
import dev.ggen.registry.port.ChangeFeed;
import dev.ggen.registry.search.IndexedPackage;
import dev.ggen.registry.search.PackageIndex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the change feed on a thread of its own and brings the index up to date, whoever made the
 * change. Its place in the feed is the index's sequence, so it goes on where it stopped, and begins
 * anew when the index is empty or ahead of the database.
 */
public final class FeedFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FeedFollower.class);
  private static final int BATCH = 500;
  private static final Duration MAX_BACK_OFF = Duration.ofSeconds(10);

  private final CentralTransactions transactions;
  private final PackageReader reader;
  private final CentralFeed feed;
  private final OverviewCache cache;
  private final PackageIndex index;
  private final Duration pollInterval;
  private final SequenceSignal indexed = new SequenceSignal();
  private final Worker worker = new Worker("feed-follower", this::run);

  /**
   * The newest sequence whose names were dropped from the cache, for {@link FeedWatch} may not have
   * come so far; owned by the thread.
   */
  private long seen;

  /** Names the database's feed once it has a change; owned by the thread. */
  private String origin = "";

  FeedFollower(
      CentralTransactions transactions,
      PackageReader reader,
      CentralFeed feed,
      OverviewCache cache,
      PackageIndex index,
      Duration pollInterval) {
    this.transactions = transactions;
    this.reader = reader;
    this.feed = feed;
    this.cache = cache;
    this.index = index;
    this.pollInterval = pollInterval;
  }

  /** Starts the thread; call once. */
  void start() {
    worker.start();
  }

  /** The newest change that search shows. */
  long indexedSequence() {
    return indexed.value();
  }

  /** Waits until search shows a change; false if the time ran out. */
  boolean awaitIndexed(long sequence, Duration timeout) throws InterruptedException {
    return indexed.await(sequence, timeout);
  }

  private void run() throws InterruptedException {
    Duration backOff = pollInterval;
    boolean failing = false;
    while (!worker.stopping()) {
      try {
        catchUp();
        if (failing) {
          LOG.info("Search index follows the database again, at change {}", indexed.value());
        }
        failing = false;
        backOff = pollInterval;
        var _ = feed.awaitChangeAfter(indexed.value(), pollInterval);
      } catch (RuntimeException e) {
        if (!failing) {
          LOG.warn("Search index can't follow the database; trying again until it can", e);
        }
        failing = true;
        worker.pause(backOff);
        backOff = longer(backOff);
      }
    }
  }

  private static Duration longer(Duration backOff) {
    Duration next = backOff.multipliedBy(2);
    return next.compareTo(MAX_BACK_OFF) < 0 ? next : MAX_BACK_OFF;
  }

  private void catchUp() {
    long newest = feed.newestSequence();
    long at = index.sequence();
    if (origin.isEmpty() && newest > 0) {
      origin = feed.changesSince(0, 1).getFirst().toString();
    }
    if (at > newest || (newest > 0 && (at == 0 || !index.origin().equals(origin)))) {
      rebuild(newest);
    }
    indexed.raiseTo(index.sequence());
    while (!worker.stopping() && index.sequence() < newest) {
      List<Change> changes =
          feed.changesSince(index.sequence(), Math.min(BATCH, ChangeFeed.MAX_LIMIT));
      apply(changes);
    }
  }

  private void apply(List<Change> changes) {
    Set<PackageName> names = new LinkedHashSet<>();
    changes.forEach(change -> names.add(change.name()));
    long last = changes.getLast().sequence();
    if (last > seen) {
      names.forEach(cache::drop);
      seen = last;
    }
    List<IndexedPackage> upserts = new ArrayList<>();
    List<PackageName> removals = new ArrayList<>();
    for (PackageName name : names) {
      cache
          .get(name)
          .flatMap(FeedFollower::toIndexed)
          .ifPresentOrElse(upserts::add, () -> removals.add(name));
    }
    index.apply(last, upserts, removals);
    indexed.raiseTo(last);
  }

  private void rebuild(long newest) {
    LOG.info("Building the search index from the database");
    index.clear(origin);
    long after = 0;
    while (!worker.stopping()) {
      long from = after;
      PackageReader.Page page = transactions.read(() -> reader.page(from, BATCH));
      if (page.packages().isEmpty()) {
        index.apply(newest, List.of(), List.of());
        indexed.raiseTo(newest);
        return;
      }
      index.apply(
          0, page.packages().stream().flatMap(p -> toIndexed(p).stream()).toList(), List.of());
      after = page.lastId();
    }
  }

  /** What stands for a package in search: the highest release, else the highest pre-release. */
  private static Optional<IndexedPackage> toIndexed(PackageOverview all) {
    Optional<PackageRecord> release = all.select(new VersionSelector.InRange(VersionRange.ANY));
    return release
        .or(() -> all.versions().values().stream().filter(r -> !r.isYanked()).findFirst())
        .map(FeedFollower::toIndexed);
  }

  private static IndexedPackage toIndexed(PackageRecord record) {
    return new IndexedPackage(
        record.name(),
        record.version(),
        record.manifest().description(),
        record.manifest().category(),
        record.manifest().tags(),
        record.manifest().keywords(),
        record.manifest().license(),
        record.publisher(),
        record.publishedAt(),
        record.deprecated());
  }

  /** Stops the thread. */
  @Override
  public void close() {
    worker.close();
  }
}
