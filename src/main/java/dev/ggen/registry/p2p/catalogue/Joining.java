package dev.ggen.registry.p2p.catalogue;

import java.time.Duration;

/** Waits for threads that were asked to end. */
final class Joining {
  private static final System.Logger LOG = System.getLogger(Joining.class.getName());

  private Joining() {}

  /** Waits for a thread, also while being interrupted, but no longer than a bound. */
  static void join(Thread thread, Duration bound) {
    long end = System.nanoTime() + bound.toNanos();
    boolean wasInterrupted = false;
    while (thread.isAlive() && System.nanoTime() < end) {
      try {
        thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      } catch (InterruptedException e) {
        wasInterrupted = true;
      }
    }
    if (thread.isAlive()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Thread {0} has not ended within {1}",
          thread.getName(),
          bound);
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
