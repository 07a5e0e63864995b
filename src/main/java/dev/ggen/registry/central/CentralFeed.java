package dev.ggen.registry.central;

import dev.ggen.registry.central.store.FeedStore;
import dev.ggen.registry.model.Change;
import dev.ggen.registry.port.ChangeFeed;
import dev.ggen.registry.port.RegistryException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The change feed. Changes made here wake waiters at once; those of other processes when the {@link
 * FeedWatch} next looks. What a reader is given survives a crash: else it could meet another change
 * under the same sequence after one. Safe for any thread.
 */
public final class CentralFeed implements ChangeFeed {
  private final CentralTransactions transactions;
  private final FeedStore store;

  /** The newest sequence whose waiters were woken. */
  private final SequenceSignal known = new SequenceSignal();

  /** The newest sequence that is known to survive a crash. */
  private final AtomicLong durable = new AtomicLong();

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
    List<Change> changes = transactions.read(() -> store.since(since, limit));
    if (!changes.isEmpty()) {
      makeDurable(changes.getLast().sequence());
    }
    return changes;
  }

  @Override
  public long newestSequence() {
    long newest = transactions.read(store::newest);
    makeDurable(newest);
    return newest;
  }

  /** Makes a committed change survive a crash, if its own transaction has not yet done so. */
  void makeDurable(long sequence) {
    if (sequence > durable.get()) {
      transactions.makeDurable();
      durable.accumulateAndGet(sequence, Math::max);
    }
  }

  @Override
  public boolean awaitChangeAfter(long since, Duration timeout) throws InterruptedException {
    return since < Long.MAX_VALUE && known.await(since + 1, timeout);
  }

  /** The newest sequence known without asking the database. */
  long knownSequence() {
    return known.value();
  }

  /** Wakes the waiters for a change that survives a crash and that the cache knows of. */
  void announce(long sequence) {
    durable.accumulateAndGet(sequence, Math::max);
    known.raiseTo(sequence);
  }
}
