package dev.ggen.registry.central;

import dev.ggen.registry.archive.ArchiveInspector;
import dev.ggen.registry.blob.BlobStore;
import dev.ggen.registry.central.store.AuditStore;
import dev.ggen.registry.central.store.DownloadStore;
import dev.ggen.registry.central.store.FeedStore;
import dev.ggen.registry.central.store.PackageReader;
import dev.ggen.registry.central.store.PackageWriter;
import dev.ggen.registry.central.store.TokenStore;
import dev.ggen.registry.model.PackageOverview;
import dev.ggen.registry.search.PackageIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * A central registry put together: its ports, and the threads behind them. Owns neither blob store
 * nor index. Started once, closed once.
 */
public final class Central implements AutoCloseable {
  private final CentralFeed feed;
  private final FeedWatch watch;
  private final FeedFollower follower;
  private final Upkeep upkeep;
  private final CentralRegistry registry;
  private final CentralAdministration administration;
  private final CentralTokens tokens;
  private final CentralStatus status;

  /**
   * Puts a registry together.
   *
   * @param transactions the database's transactions
   * @param stores the database's tables
   * @param blobs keeps the archives
   * @param inspector judges archives
   * @param maxArchiveBytes the longest archive
   * @param index finds packages; fed by this registry alone
   * @param pollInterval how often to look for changes of other processes
   * @param clock gives the times of changes
   */
  public Central(
      CentralTransactions transactions,
      Stores stores,
      BlobStore blobs,
      ArchiveInspector inspector,
      long maxArchiveBytes,
      PackageIndex index,
      Duration pollInterval,
      Clock clock) {
    PackageReader reader = stores.reader();
    feed = new CentralFeed(transactions, stores.feed());
    OverviewCache cache =
        new OverviewCache(name -> {
          Optional<PackageOverview> all = transactions.read(() -> reader.overview(name));
          all.ifPresent(found -> feed.makeDurable(found.sequence()));
          return all;
        });
    watch = new FeedWatch(feed, cache, pollInterval);
    follower = new FeedFollower(transactions, reader, feed, cache, index, pollInterval);
    Commits commits = new Commits(transactions, stores.audit(), feed, cache, clock);
    DownloadCounter downloads = new DownloadCounter(transactions, stores.downloads(), cache);
    registry =
        new CentralRegistry(
            blobs,
            inspector,
            maxArchiveBytes,
            transactions,
            reader,
            stores.writer(),
            commits,
            cache,
            feed,
            follower,
            index,
            downloads);
    administration = new CentralAdministration(stores.writer(), commits, registry);
    tokens = new CentralTokens(transactions, stores.tokens(), stores.audit(), clock);
    status = new CentralStatus(transactions, reader, feed, follower);
    upkeep = new Upkeep(downloads, tokens, blobs, transactions, reader);
  }

  /**
   * The tables.
   *
   * @param reader reads packages
   * @param writer changes packages
   * @param feed the change feed
   * @param downloads download counts
   * @param tokens tokens
   * @param audit the audit trail
   */
  public record Stores(
      PackageReader reader,
      PackageWriter writer,
      FeedStore feed,
      DownloadStore downloads,
      TokenStore tokens,
      AuditStore audit) {}

  /** Writes the admin token if there is none, and starts the threads. */
  public void start(Path directory) {
    new AdminTokenFile(directory, tokens).ensure();
    watch.start();
    follower.start();
    upkeep.start();
  }

  /** Search, publish, resolve, fetch. */
  public CentralRegistry registry() {
    return registry;
  }

  /** Yanks, tags, owners. */
  public CentralAdministration administration() {
    return administration;
  }

  /** The change feed. */
  public CentralFeed feed() {
    return feed;
  }

  /** The API tokens. */
  public CentralTokens tokens() {
    return tokens;
  }

  /** Counts. */
  public CentralStatus status() {
    return status;
  }

  /**
   * Removes archives that no version refers to.
   *
   * @param minAge younger ones stay, because their publish may still be under way
   */
  public void sweep(Duration minAge) throws IOException {
    upkeep.sweep(minAge);
  }

  /** Writes what is counted in memory to the database. */
  public void flush() {
    upkeep.flush();
  }

  /** Waits until search shows a change; false if the time ran out. */
  public boolean follows(long sequence, Duration timeout) throws InterruptedException {
    return follower.awaitIndexed(sequence, timeout);
  }

  @Override
  public void close() {
    watch.close();
    follower.close();
    upkeep.close();
  }
}
