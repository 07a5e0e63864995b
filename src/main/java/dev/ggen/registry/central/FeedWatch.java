package dev.ggen.registry.central;

import dev.ggen.registry.model.Change;
import dev.ggen.registry.port.ChangeFeed;
import dev.ggen.registry.port.RegistryException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for changes that other processes made to the database, on a thread of its own: drops their
 * names from the cache, then wakes who waits for them. It knows nothing of the index, so what
 * happens there never makes a package look older than it is.
 */
final class FeedWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FeedWatch.class);

  private final CentralFeed feed;
  private final OverviewCache cache;
  private final Duration interval;
  private final Worker worker = new Worker("feed-watch", this::run);

  /** The newest change whose name was dropped; owned by the thread once it runs. */
  private long seen;

  FeedWatch(CentralFeed feed, OverviewCache cache, Duration interval) {
    this.feed = feed;
    this.cache = cache;
    this.interval = interval;
  }

  /** Starts the thread; call once, before anything is in the cache. */
  void start() {
    seen = feed.newestSequence();
    feed.announce(seen);
    worker.start();
  }

  private void run() throws InterruptedException {
    boolean failing = false;
    while (!worker.stopping()) {
      try {
        look();
        failing = false;
      } catch (RegistryException.Unavailable e) {
        if (!failing) {
          LOG.warn("The database does not tell what changed; asking again until it does", e);
        }
        failing = true;
      }
      worker.pause(interval);
    }
  }

  private void look() {
    List<Change> changes = feed.changesSince(seen, ChangeFeed.MAX_LIMIT);
    while (!changes.isEmpty() && !worker.stopping()) {
      changes.forEach(change -> cache.drop(change.name()));
      seen = changes.getLast().sequence();
      feed.announce(seen);
      changes = feed.changesSince(seen, ChangeFeed.MAX_LIMIT);
    }
  }

  /** Stops the thread. */
  @Override
  public void close() {
    worker.close();
  }
}
