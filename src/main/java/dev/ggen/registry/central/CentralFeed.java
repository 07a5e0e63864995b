package dev.ggen.registry.central;

import dev.ggen.registry.central.store.FeedStore;
import dev.ggen.registry.model.Change;
import dev.ggen.registry.port.ChangeFeed;
import dev.ggen.registry.port.RegistryException;
import java.time.Duration;
import java.util.List;

/**
 * The change feed. Changes made here wake waiters at once; those of other processes when the {@link
 * FeedFollower} next looks. Safe for any thread.
 */
public final class CentralFeed implements ChangeFeed {
  private final CentralTransactions transactions;
  private final FeedStore store;

  /** The newest sequence that this process knows to be committed. */
  private final SequenceSignal known = new SequenceSignal();

  /** The feed of a store. */
  public CentralFeed(CentralTransactions transactions, FeedStore store) {
    this.transactions = transactions;
    this.store = store;
  }

  @Override
  public List<Change> changesSince(long since, int limit) {
    if (since < 0 || limit < 1 || limit > MAX_LIMIT) {
      throw new RegistryException.Invalid(
          "since must not be negative, and limit be from 1 to %d.".formatted(MAX_LIMIT));
    }
    return transactions.read(() -> store.since(since, limit));
  }

  @Override
  public long newestSequence() {
    long newest = transactions.read(store::newest);
    known.raiseTo(newest);
    return newest;
  }

  @Override
  public boolean awaitChangeAfter(long since, Duration timeout) throws InterruptedException {
    return known.await(since + 1, timeout);
  }

  /** The newest sequence known without asking the database. */
  long knownSequence() {
    return known.value();
  }

  /** A change of this process was committed. */
  void committed(Change change) {
    known.raiseTo(change.sequence());
  }
}
