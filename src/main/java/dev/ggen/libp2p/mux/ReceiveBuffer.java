package dev.ggen.libp2p.mux;

import dev.ggen.libp2p.transport.BufferPool;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What arrived on a stream and was not read yet, in segments that small frames share: a byte costs
 * little more than a byte, however the peer cuts them. Guarded by its stream; {@link #head} belongs
 * to the reader once it was taken.
 */
final class ReceiveBuffer {
  private static final int MIN_SEGMENT_BYTES = 1_024;

  /** Bytes [start, end) of an array. */
  static final class Segment {
    final byte[] bytes;
    int start;
    int end;

    private Segment(byte[] bytes) {
      this.bytes = bytes;
    }

    int size() {
      return end - start;
    }
  }

  private final ArrayDeque<Segment> segments = new ArrayDeque<>(2);

  boolean isEmpty() {
    return segments.isEmpty();
  }

  /** The tail, if it has room for so many bytes; else null, and a new segment must be added. */
  @Nullable Segment tailWithRoom(int length) {
    Segment tail = segments.peekLast();
    return tail != null && tail.bytes.length - tail.end >= length ? tail : null;
  }

  /** A new one for so many bytes. */
  static Segment segmentFor(int length) {
    boolean large = length > BufferPool.RECEIVED.bufferBytes() / 2;
    return new Segment(
        large && length <= BufferPool.RECEIVED.bufferBytes()
            ? BufferPool.RECEIVED.take()
            : new byte[Math.max(length, MIN_SEGMENT_BYTES)]);
  }

  /** Gives back the memory of a segment that was read. */
  static void recycle(Segment segment) {
    BufferPool.RECEIVED.give(segment.bytes);
  }

  void add(Segment segment) {
    segments.add(segment);
  }

  /** Takes the first segment out; nothing is added to it any more. */
  @Nullable Segment head() {
    return segments.poll();
  }

  /** Drops all and says how many bytes that were. */
  int clear() {
    int dropped = segments.stream().mapToInt(Segment::size).sum();
    segments.forEach(ReceiveBuffer::recycle);
    segments.clear();
    return dropped;
  }
}
