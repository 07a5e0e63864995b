package dev.ggen.registry.search;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Decides when the index is written to disk, and has it done on a thread of its own: soon after a
 * change, so that little must be applied again after a crash, but not with each, because a commit
 * waits for the disk. The thread sleeps while nothing changes.
 */
final class Commits implements AutoCloseable {
  /** The longest that a change stays in memory only, plus the time of one commit. */
  static final Duration LATEST = Duration.ofSeconds(5);

  /** The most packages that stay in memory only, plus those that come during one commit. */
  static final int MOST_PACKAGES = 1000;

  private static final Duration LAST_COMMIT_ENDS_WITHIN = Duration.ofSeconds(30);

  private final Runnable commit;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();

  /** Packages changed since the last commit began; guarded by the lock, as is the next. */
  private int packages;

  private boolean isClosed;

  private Commits(Runnable commit) {
    this.commit = commit;
    this.thread = Thread.ofPlatform().daemon().name("search-index-commit").unstarted(this::run);
  }

  /** Starts the thread, which ends with {@link #close}. */
  static Commits start(Runnable commit) {
    Commits commits = new Commits(commit);
    commits.thread.start();
    return commits;
  }

  /** Tells that packages have changed. */
  void changed(int count) {
    lock.lock();
    try {
      packages = Math.min(packages + count, MOST_PACKAGES);
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Has a commit done without delay. */
  void atOnce() {
    changed(MOST_PACKAGES);
  }

  private void run() {
    try {
      while (isDue()) {
        commit.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until a commit is due; false if none will be any more. */
  private boolean isDue() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (packages == 0 && !isClosed) {
        news.await();
      }
      long left = LATEST.toNanos();
      while (packages < MOST_PACKAGES && !isClosed && left > 0) {
        left = news.awaitNanos(left);
      }
      packages = 0;
      return !isClosed;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a running commit and lets no other begin. */
  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(LAST_COMMIT_ENDS_WITHIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
