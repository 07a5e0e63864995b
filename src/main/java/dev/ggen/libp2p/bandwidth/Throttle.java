package dev.ggen.libp2p.bandwidth;

import dev.ggen.libp2p.multiformats.PeerId;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** One direction of a host's bytes. Any thread; it is the caller that waits. */
final class Throttle {
  /** Who waits longer than a peer's patience need not wait at all. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final FairShares shares = new FairShares(0, 0, System.nanoTime());
  private volatile boolean limited;

  void rates(long rate, long rateOfPeer) {
    lock.lock();
    try {
      shares.rates(rate, rateOfPeer, System.nanoTime());
      limited = rate > 0 || rateOfPeer > 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isLimited() {
    return limited;
  }

  /** Waits until so many bytes may be moved. */
  void acquire(PeerId peer, int bytes) throws IOException {
    if (!limited) {
      return;
    }
    lock.lock();
    try {
      await(shares.ask(peer, bytes, System.nanoTime()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
    } finally {
      lock.unlock();
    }
  }

  private void await(FairShares.Request request) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!request.isGranted()) {
        long now = System.nanoTime();
        if (now - end > 0) {
          throw new IOException(
              "the bandwidth limit let nothing through for " + PATIENCE.toSeconds() + " s");
        }
        if (shares.grant(now)) {
          changed.signalAll();
          continue;
        }
        OptionalLong next = shares.nanosUntilNext(now);
        long _ = changed.awaitNanos(Math.clamp(next.orElse(1), 1, end - now + 1));
      }
    } finally {
      shares.cancel(request);
    }
  }
}
