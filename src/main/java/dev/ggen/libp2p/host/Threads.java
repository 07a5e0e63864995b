package dev.ggen.libp2p.host;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Starts virtual threads and knows them until they end. Safe for any number of threads. */
final class Threads implements Executor {
  private static final System.Logger LOG = System.getLogger(Threads.class.getName());

  private final String name;
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();

  Threads(String name) {
    this.name = name;
  }

  @Override
  public void execute(Runnable task) {
    start(task);
  }

  /** Starts a thread, which may be interrupted and should then end. */
  Thread start(Runnable task) {
    Thread thread =
        Thread.ofVirtual()
            .name(name)
            .unstarted(() -> {
              try {
                task.run();
              } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "a fault in a thread of " + name, e);
              } finally {
                running.remove(Thread.currentThread());
              }
            });
    running.add(thread);
    thread.start();
    return thread;
  }

  int count() {
    return running.size();
  }

  /** Waits until all have ended, but for the calling one; false if some have not in time. */
  boolean awaitEnd(Duration limit) throws InterruptedException {
    long start = System.nanoTime();
    for (Thread thread : running) {
      long left = limit.toNanos() - (System.nanoTime() - start);
      if (thread != Thread.currentThread() && (left <= 0 || !thread.join(Duration.ofNanos(left)))) {
        return false;
      }
    }
    return true;
  }

  void interruptAll() {
    running.stream().filter(thread -> thread != Thread.currentThread()).forEach(Thread::interrupt);
  }
}
