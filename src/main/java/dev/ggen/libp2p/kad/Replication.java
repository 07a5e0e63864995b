package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far the copies of a record have come. It goes on in the background after the call that began
 * it has returned. Safe for any number of threads.
 */
public final class Replication {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by the lock. */
  private final Set<PeerId> asked = new HashSet<>();

  /** Guarded by the lock. */
  private int stored;

  /** Guarded by the lock. */
  private int failed;

  Replication() {}

  /** Notes who will be asked; those who have been already are left out. */
  Set<PeerId> ask(Collection<PeerId> peers) {
    lock.lock();
    try {
      Set<PeerId> fresh = new HashSet<>(peers);
      fresh.removeAll(asked);
      asked.addAll(fresh);
      return fresh;
    } finally {
      lock.unlock();
    }
  }

  void answered(boolean good) {
    lock.lock();
    try {
      stored += good ? 1 : 0;
      failed += good ? 0 : 1;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many peers hold a copy because of this, so far. */
  public int stored() {
    lock.lock();
    try {
      return stored;
    } finally {
      lock.unlock();
    }
  }

  /** How many peers have been asked to. */
  public int asked() {
    lock.lock();
    try {
      return asked.size();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all who have been asked have answered; false if they have not in time. */
  public boolean await(Duration limit) throws InterruptedException {
    return await(Integer.MAX_VALUE, limit);
  }

  /** Waits until so many have a copy, or nobody is left who could; false if not in time. */
  boolean await(int enough, Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (stored < enough && stored + failed < asked.size()) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
