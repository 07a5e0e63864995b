package dev.ggen.registry.p2p.catalogue;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Has the catalogue's file written soon after a change, on a thread of its own which sleeps while
 * nothing changes. So a crash of the process loses the last seconds of what others have told, and
 * they tell it again.
 */
final class CommitTimer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(CommitTimer.class.getName());
  private static final Duration DELAY = Duration.ofSeconds(5);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

  private final ReentrantLock lock;
  private final Condition news;
  private final Runnable commit;
  private final Thread thread;

  /** Guarded by the lock. */
  private boolean isDirty;

  private boolean isClosed;

  /**
   * @param lock the catalogue's, under which it commits
   */
  private CommitTimer(ReentrantLock lock, Runnable commit) {
    this.lock = lock;
    this.news = lock.newCondition();
    this.commit = commit;
    this.thread = Thread.ofPlatform().daemon().name("catalogue-commit").unstarted(this::run);
  }

  static CommitTimer start(ReentrantLock lock, Runnable commit) {
    CommitTimer timer = new CommitTimer(lock, commit);
    timer.thread.start();
    return timer;
  }

  /** Tells, with the lock, that something has changed. */
  void changed() {
    if (!isDirty) {
      isDirty = true;
      news.signalAll();
    }
  }

  private void run() {
    while (awaitDue()) {
      lock.lock();
      try {
        isDirty = false;
        commit.run();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "can't write the catalogue; trying again", e);
        isDirty = true;
      } finally {
        lock.unlock();
      }
    }
  }

  private boolean awaitDue() {
    lock.lock();
    try {
      while (!isDirty && !isClosed) {
        news.await();
      }
      long left = DELAY.toNanos();
      while (!isClosed && left > 0) {
        left = news.awaitNanos(left);
      }
      return !isClosed;
    } catch (InterruptedException e) {
      // Nobody has this thread to interrupt it.
      LOG.log(System.Logger.Level.ERROR, "The commit thread was interrupted and ends", e);
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the thread; the last commit is the caller's. Not to be called with the lock. */
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
