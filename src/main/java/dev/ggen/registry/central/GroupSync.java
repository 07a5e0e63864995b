package dev.ggen.registry.central;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one slow sync serve every commit that waits for one. A caller gets a ticket after its
 * commit; whoever holds the lock syncs for all tickets given until then.
 */
public final class GroupSync implements Durability {
  private final Runnable sync;
  private final AtomicLong tickets = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();

  /** The newest ticket on disk; guarded by the lock. */
  private long synced;

  /**
   * Groups calls of a sync.
   *
   * @param sync puts everything committed so far on disk; called by one thread at a time
   */
  public GroupSync(Runnable sync) {
    this.sync = sync;
  }

  @Override
  public void ensure() {
    long mine = tickets.incrementAndGet();
    lock.lock();
    try {
      if (synced < mine) {
        long upTo = tickets.get();
        sync.run();
        synced = upTo;
      }
    } finally {
      lock.unlock();
    }
  }
}
