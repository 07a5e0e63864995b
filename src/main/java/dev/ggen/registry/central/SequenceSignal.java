package dev.ggen.registry.central;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A number that only grows, and threads that wait until it has grown enough. */
final class SequenceSignal {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private volatile long value;

  long value() {
    return value;
  }

  void raiseTo(long newValue) {
    lock.lock();
    try {
      if (newValue > value) {
        value = newValue;
        grown.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the value is at least as large; false if the time ran out. */
  boolean await(long atLeast, Duration timeout) throws InterruptedException {
    if (value >= atLeast) {
      return true;
    }
    long nanos = timeout.toNanos();
    lock.lock();
    try {
      while (value < atLeast) {
        if (nanos <= 0) {
          return false;
        }
        nanos = grown.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
