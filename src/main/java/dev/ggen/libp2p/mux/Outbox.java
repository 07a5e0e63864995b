package dev.ggen.libp2p.mux;

import dev.ggen.libp2p.transport.BufferPool;
import dev.ggen.libp2p.transport.Duplex;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Frames on their way out, in order. Data waits for room, one frame of each stream at a time and
 * first come first served, which makes streams share a connection fairly. Control frames (12 bytes)
 * never wait, so that the thread that reads the connection never does; a peer that makes us write
 * more of them than it reads loses the connection. Safe for any number of threads; {@link #run} is
 * the one that writes.
 */
final class Outbox {
  /** Two frames of the largest size. */
  static final int DATA_BYTES = 2 * (Frame.HEADER_BYTES + Frame.MAX_PAYLOAD_BYTES);

  /** More can't be caused by a peer that reads: it is over five thousand frames. */
  static final int MAX_CONTROL_BYTES = 64 * 1024;

  private static final int IDLE_BYTES = 256;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition room = lock.newCondition();

  private byte[] pending = new byte[IDLE_BYTES];
  private int length;
  private int controlBytes;
  private boolean writerWaits;
  private boolean finished;
  private @Nullable IOException failure;

  /**
   * Adds a frame without payload; does nothing after the end.
   *
   * @return false if too many wait: then the connection must end
   */
  boolean control(int type, int flags, int stream, int value) {
    lock.lock();
    try {
      if (failure != null || finished) {
        return true;
      }
      if (controlBytes >= MAX_CONTROL_BYTES) {
        return false;
      }
      controlBytes += Frame.HEADER_BYTES;
      append(type, flags, stream, value, new byte[0], 0, 0);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Adds a data frame, waiting for room until the deadline. */
  void data(int flags, int stream, byte[] buffer, int offset, int count, Waiting waiting)
      throws IOException {
    lock.lock();
    try {
      while (length > 0 && length + Frame.HEADER_BYTES + count > DATA_BYTES && failure == null) {
        waiting.await(room, "write to the connection");
      }
      failIfOver();
      append(Frame.DATA, flags, stream, count, buffer, offset, count);
      room.signal();
    } finally {
      lock.unlock();
    }
  }

  private void failIfOver() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  private void append(
      int type, int flags, int stream, int value, byte[] buffer, int offset, int count) {
    int needed = length + Frame.HEADER_BYTES + count;
    if (needed > pending.length) {
      grow(needed);
    }
    Frame.put(pending, length, type, flags, stream, value);
    System.arraycopy(buffer, offset, pending, length + Frame.HEADER_BYTES, count);
    length = needed;
    if (writerWaits) {
      writerWaits = false;
      work.signal();
    }
  }

  private void grow(int needed) {
    if (needed <= BufferPool.WIRE.bufferBytes()) {
      byte[] larger = BufferPool.WIRE.take();
      System.arraycopy(pending, 0, larger, 0, length);
      pending = larger;
    } else {
      byte[] before = pending;
      pending = Arrays.copyOf(pending, needed + MAX_CONTROL_BYTES / 4);
      BufferPool.WIRE.give(before);
    }
  }

  /** Writes what is added until {@link #finish} or {@link #fail}. */
  void run(Duplex channel) throws IOException {
    while (true) {
      byte[] batch;
      int count;
      lock.lock();
      try {
        while (length == 0 && !finished && failure == null) {
          writerWaits = true;
          work.awaitUninterruptibly();
        }
        if (length == 0 || failure != null) {
          return;
        }
        batch = pending;
        count = length;
        pending = new byte[IDLE_BYTES];
        length = 0;
        controlBytes = 0;
        room.signal();
      } finally {
        lock.unlock();
      }
      channel.write(batch, 0, count);
      BufferPool.WIRE.give(batch);
    }
  }

  /** Lets the writer end once it has written all. */
  void finish() {
    lock.lock();
    try {
      finished = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the writer and all that wait. */
  void fail(IOException cause) {
    lock.lock();
    try {
      if (failure == null) {
        failure = cause;
      }
      work.signal();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
