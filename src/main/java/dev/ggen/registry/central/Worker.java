package dev.ggen.registry.central;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One virtual thread that runs until it is closed. Started once, closed once. */
final class Worker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  private final Thread thread;
  private volatile boolean stopping;

  /**
   * A worker.
   *
   * @param body what the thread does until {@link #stopping()}; ends when interrupted
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
      if (!stopping) {
        LOG.error("Thread {} was interrupted by somebody unknown", thread.getName(), e);
      }
    }
  }

  void start() {
    thread.start();
  }

  boolean stopping() {
    return stopping;
  }

  /** Interrupts the thread and waits for it, for a bounded time. */
  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    try {
      if (thread.getState() != Thread.State.NEW && !thread.join(STOP_TIMEOUT)) {
        LOG.warn("Thread {} has not ended within {}", thread.getName(), STOP_TIMEOUT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
