package dev.ggen.libp2p.transport;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * Large buffers of one size for connections that are busy, so that an idle one holds none and a
 * busy one stays within the processor's caches. Bounded: what does not fit is left to the garbage
 * collector. Safe for any number of threads.
 */
public final class BufferPool {
  /** For what is on its way to or from the wire: some Noise messages of the largest size. */
  public static final BufferPool WIRE = new BufferPool(2 * 65_536 + 256, 32);

  /** For what was received and waits to be read. */
  public static final BufferPool RECEIVED = new BufferPool(65_536, 64);

  private final int bufferBytes;
  private final ArrayBlockingQueue<byte[]> spares;

  private BufferPool(int bufferBytes, int maxSpares) {
    this.bufferBytes = bufferBytes;
    this.spares = new ArrayBlockingQueue<>(maxSpares);
  }

  /** The size of its buffers. */
  public int bufferBytes() {
    return bufferBytes;
  }

  /** A buffer with anything in it. */
  public byte[] take() {
    byte[] spare = spares.poll();
    return spare != null ? spare : new byte[bufferBytes];
  }

  /** Gives a buffer back. Those of another size are let go, so that any buffer may be given. */
  public void give(byte[] buffer) {
    if (buffer.length == bufferBytes) {
      spares.offer(buffer);
    }
  }
}
