package dev.ggen.libp2p.transport.memory;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection: bytes come out in the order they went in, each a latency later. At
 * most {@link #MAX_BYTES} are under way; then the writer waits.
 */
final class MemoryPipe {
  static final int MAX_BYTES = 1 << 20;

  private static final class Chunk {
    final byte[] bytes;
    final long dueNanos;

    Chunk(byte[] bytes, long dueNanos) {
      this.bytes = bytes;
      this.dueNanos = dueNanos;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
  private int held;
  private int headRead;
  private boolean ended;
  private boolean silenced;
  private @Nullable String broken;

  int read(byte[] buffer, int offset, int length) throws IOException {
    lock.lock();
    try {
      while (true) {
        failIfBroken();
        Chunk head = chunks.peek();
        if (head == null && ended) {
          return -1;
        }
        long wait = head == null || silenced ? Long.MAX_VALUE : head.dueNanos - System.nanoTime();
        if (head != null && wait <= 0) {
          return take(head, buffer, offset, length);
        }
        await(wait);
      }
    } finally {
      lock.unlock();
    }
  }

  private int take(Chunk head, byte[] buffer, int offset, int length) {
    int count = Math.min(length, head.bytes.length - headRead);
    System.arraycopy(head.bytes, headRead, buffer, offset, count);
    headRead += count;
    held -= count;
    if (headRead == head.bytes.length) {
      chunks.remove();
      headRead = 0;
    }
    changed.signalAll();
    return count;
  }

  void write(byte[] buffer, int offset, int length, long latencyNanos) throws IOException {
    lock.lock();
    try {
      for (int done = 0; done < length; ) {
        failIfBroken();
        if (ended) {
          throw new IOException("this end has ended its direction");
        }
        int part = Math.min(length - done, MAX_BYTES - held);
        if (part == 0) {
          await(Long.MAX_VALUE);
          continue;
        }
        byte[] bytes = new byte[part];
        System.arraycopy(buffer, offset + done, bytes, 0, part);
        chunks.add(new Chunk(bytes, System.nanoTime() + latencyNanos));
        held += part;
        done += part;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // Its callers are the loops.
  private void await(long nanos) throws InterruptedIOException {
    try {
      long ignored = changed.awaitNanos(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private void failIfBroken() throws IOException {
    if (broken != null) {
      throw new IOException(broken);
    }
  }

  /** Nothing more is written; what is under way still arrives. */
  void end() {
    change(() -> ended = true);
  }

  /** From now on nothing arrives, and nobody is told; or again it does. */
  void silence(boolean silent) {
    change(() -> silenced = silent);
  }

  void breakOff(String reason) {
    change(() -> {
      broken = broken == null ? reason : broken;
      chunks.clear();
    });
  }

  private void change(Runnable what) {
    lock.lock();
    try {
      what.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
