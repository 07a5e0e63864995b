package dev.ggen.libp2p.transport;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * Large buffers for connections that are busy, so that an idle one holds none. Bounded: what does
 * not fit is left to the garbage collector. Safe for any number of threads.
 */
public final class BufferPool {
  /** Room for two Noise messages of the largest size, and for what the muxer gathers at a time. */
  public static final int BUFFER_BYTES = 2 * (2 + 65_535);

  private static final int SPARE = 32;
  private static final ArrayBlockingQueue<byte[]> SPARES = new ArrayBlockingQueue<>(SPARE);

  private BufferPool() {}

  /** A buffer of {@link #BUFFER_BYTES}, with anything in it. */
  public static byte[] take() {
    byte[] spare = SPARES.poll();
    return spare != null ? spare : new byte[BUFFER_BYTES];
  }

  /** Gives a buffer back. Others are let go, so that any buffer may be given. */
  public static void give(byte[] buffer) {
    if (buffer.length == BUFFER_BYTES) {
      SPARES.offer(buffer);
    }
  }
}
