package dev.ggen.registry.central;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One virtual thread that runs until it is closed. Started once, closed once. It is asked to stop,
 * never interrupted: an interrupt closes the file that the thread is reading or writing, and with
 * it the embedded database or the index for everybody.
 */
final class Worker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition stop = lock.newCondition();
  private volatile boolean stopping;

  /**
   * A worker.
   *
   * @param body what the thread does until {@link #stopping()}
   */
  Worker(String name, Body body) {
    this.thread = Thread.ofVirtual().name(name).unstarted(() -> run(body));
  }

  /** What a worker does. */
  interface Body {
    void run() throws InterruptedException;
  }

  private void run(Body body) {
    try {
      body.run();
    } catch (InterruptedException e) {
      LOG.error("Thread {} was interrupted by somebody unknown", thread.getName(), e);
    }
  }

  void start() {
    thread.start();
  }

  boolean stopping() {
    return stopping;
  }

  /** Waits on the worker's own thread; ends early when the worker is closed. */
  void pause(Duration duration) throws InterruptedException {
    long nanos = duration.toNanos();
    lock.lock();
    try {
      while (!stopping && nanos > 0) {
        nanos = stop.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Asks the thread to end and waits for it, for a bounded time. */
  @Override
  public void close() {
    lock.lock();
    try {
      stopping = true;
      stop.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      if (thread.getState() != Thread.State.NEW && !thread.join(STOP_TIMEOUT)) {
        LOG.warn("Thread {} has not ended within {}", thread.getName(), STOP_TIMEOUT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
