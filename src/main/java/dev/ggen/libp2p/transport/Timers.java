package dev.ggen.libp2p.transport;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs short tasks at their time, on one thread of its own: deadlines, signs of life. Tasks must
 * not block. Safe for any number of threads; after {@link #close} nothing runs any more.
 */
public final class Timers implements AutoCloseable {
  /** Something that will happen, until it is cancelled. */
  @FunctionalInterface
  public interface Alarm {
    /** Calls it off. Doing it twice, or too late, changes nothing. */
    void cancel();
  }

  private final ScheduledThreadPoolExecutor executor;

  /** Starts them; the name is that of the thread. */
  public Timers(String name) {
    executor = new ScheduledThreadPoolExecutor(1, Thread.ofVirtual().name(name).factory());
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Runs a task once. */
  public Alarm after(Duration delay, Runnable task) {
    try {
      return alarm(executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS));
    } catch (RejectedExecutionException e) {
      // Closed: nothing runs any more.
      return () -> {};
    }
  }

  /** Runs a task again and again, with a pause in between. */
  public Alarm every(Duration pause, Runnable task) {
    try {
      long nanos = pause.toNanos();
      return alarm(executor.scheduleWithFixedDelay(task, nanos, nanos, TimeUnit.NANOSECONDS));
    } catch (RejectedExecutionException e) {
      return () -> {};
    }
  }

  private static Alarm alarm(ScheduledFuture<?> task) {
    return () -> task.cancel(false);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
