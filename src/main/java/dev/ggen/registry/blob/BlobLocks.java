package dev.ggen.registry.blob;

import dev.ggen.registry.model.Digest;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One lock for each of some groups of blobs, so that different blobs seldom wait for each other.
 */
final class BlobLocks {
  private static final int GROUPS = 256;

  private final ReentrantLock[] locks = new ReentrantLock[GROUPS];

  BlobLocks() {
    for (int i = 0; i < GROUPS; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  /** A lock that is held until it is closed, by the thread that took it. */
  interface Held extends AutoCloseable {
    @Override
    void close();
  }

  Held hold(Digest digest) {
    ReentrantLock lock = locks[Integer.parseInt(digest.hex().substring(0, 2), 16)];
    lock.lock();
    return lock::unlock;
  }
}
