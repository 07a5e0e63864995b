package dev.ggen.registry.web;

import dev.ggen.registry.port.ChangeFeed;
import dev.ggen.registry.web.problem.ProblemCode;
import dev.ggen.registry.web.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.springframework.context.SmartLifecycle;

/**
 * The readers that wait for changes: so many at the most, and all of them leave when the service
 * stops. Each holds a thread of its own; on virtual threads that costs a few kilobytes.
 */
final class FeedReaders implements SmartLifecycle {
  /**
   * How long a wait may be before it looks whether the service stops. Waiters are not interrupted,
   * because an interrupt inside a database would close its file.
   */
  private static final Duration SLICE = Duration.ofSeconds(1);

  private final ChangeFeed feed;
  private final FeedSettings settings;
  private final Semaphore places;
  private volatile boolean running = true;

  FeedReaders(ChangeFeed feed, FeedSettings settings) {
    this.feed = feed;
    this.settings = settings;
    this.places = new Semaphore(settings.maxReaders());
  }

  /**
   * Takes a place; closing gives it back.
   *
   * @throws ProblemException if all are taken
   */
  Place enter() {
    if (!places.tryAcquire()) {
      throw new ProblemException(
          ProblemCode.TOO_MANY_READERS,
          "%d readers wait already; ask without 'wait', or later."
              .formatted(settings.maxReaders()));
    }
    return places::release;
  }

  /** How many more may wait now. */
  int freePlaces() {
    return places.availablePermits();
  }

  /** The right to wait. */
  interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /** Waits for a change; false if the time ran out or the service stops. */
  boolean await(long since, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      while (running) {
        Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        if (feed.awaitChangeAfter(since, left.compareTo(SLICE) < 0 ? left : SLICE)) {
          return true;
        }
        if (left.isZero()) {
          return false;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
  }

  /** False from the moment that the service stops. */
  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before the web server, which waits for every answer to end. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
