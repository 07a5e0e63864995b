package dev.ggen.libp2p.mux;

import dev.ggen.libp2p.transport.ConnectionClosedException;
import dev.ggen.libp2p.transport.MuxedStream;
import dev.ggen.libp2p.transport.StreamResetException;
import dev.ggen.libp2p.transport.Timers;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a {@link YamuxSession}. The session's reading thread puts in what arrives; the
 * stream's user reads and writes. All state is guarded by the lock, but for the segment that the
 * reader has taken out.
 */
final class YamuxStream implements MuxedStream {
  private final YamuxSession session;
  private final int id;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition readable = lock.newCondition();
  private final Condition writable = lock.newCondition();
  private final ReceiveBuffer received = new ReceiveBuffer();
  private final ReceiveWindow window;

  private long sendCreditBytes = YamuxSettings.INITIAL_WINDOW_BYTES;
  private boolean sentFin;
  private boolean gotFin;
  private boolean closed;
  private boolean acknowledged;
  private @Nullable IOException failure;
  private long timeoutNanos = Waiting.nanos(DEFAULT_TIMEOUT);
  private long deadlineNanos = Long.MAX_VALUE;
  private long deadlineSetNanos;

  /** What resets this stream when the peer does not end it in time. */
  private volatile Timers.@Nullable Alarm lingering;

  /** Of the reader alone. */
  private ReceiveBuffer.@Nullable Segment head;

  YamuxStream(YamuxSession session, int id, boolean acknowledged) {
    this.session = session;
    this.id = id;
    this.acknowledged = acknowledged;
    this.window = new ReceiveWindow(session.settings().maxWindowBytes(), System.nanoTime());
  }

  int id() {
    return id;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    ReceiveBuffer.Segment segment = head;
    if (segment == null) {
      segment = awaitSegment();
      if (segment == null) {
        return -1;
      }
    }
    int count = Math.min(length, segment.size());
    System.arraycopy(segment.bytes, segment.start, buffer, offset, count);
    segment.start += count;
    if (segment.size() > 0) {
      head = segment;
    } else {
      head = null;
      ReceiveBuffer.recycle(segment);
    }
    taken(count);
    return count;
  }

  private ReceiveBuffer.@Nullable Segment awaitSegment() throws IOException {
    Waiting waiting = null;
    lock.lock();
    try {
      while (true) {
        if (closed) {
          throw new StreamResetException(false, "this end has closed the stream");
        }
        if (failure instanceof StreamResetException) {
          throw failure;
        }
        ReceiveBuffer.Segment segment = received.head();
        if (segment != null) {
          session.released(segment.size());
          return segment;
        }
        if (gotFin) {
          return null;
        }
        if (failure != null) {
          throw failure;
        }
        waiting = waiting == null ? waiting() : waiting;
        waiting.await(readable, "read");
      }
    } finally {
      lock.unlock();
    }
  }

  private void taken(int count) {
    int grant;
    lock.lock();
    try {
      if (gotFin || failure != null || closed) {
        return;
      }
      grant = window.taken(count, System.nanoTime(), session.roundTripNanos());
    } finally {
      lock.unlock();
    }
    if (grant > 0) {
      session.control(Frame.WINDOW_UPDATE, 0, id, grant);
    }
  }

  @Override
  public int buffered() {
    ReceiveBuffer.Segment segment = head;
    return segment == null ? 0 : segment.size();
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    Waiting waiting = waiting();
    for (int done = 0; done < length; ) {
      int part = takeCredit(Math.min(length - done, Frame.MAX_PAYLOAD_BYTES), waiting);
      try {
        session.outbox().data(0, id, buffer, offset + done, part, waiting);
      } catch (IOException e) {
        returnCredit(part);
        throw e;
      }
      done += part;
      if (done < length) {
        waiting = waiting();
      }
    }
  }

  /** Waits until the peer may be sent something, and says how much: at most {@code wanted}. */
  private int takeCredit(int wanted, Waiting waiting) throws IOException {
    lock.lock();
    try {
      while (true) {
        if (failure != null) {
          throw failure;
        }
        if (sentFin) {
          throw new StreamResetException(false, "this end has ended its direction");
        }
        if (sendCreditBytes > 0) {
          int part = (int) Math.min(wanted, sendCreditBytes);
          sendCreditBytes -= part;
          return part;
        }
        waiting.await(writable, "write");
      }
    } finally {
      lock.unlock();
    }
  }

  private void returnCredit(int part) {
    lock.lock();
    try {
      sendCreditBytes += part;
    } finally {
      lock.unlock();
    }
  }

  private Waiting waiting() {
    long left =
        deadlineNanos == Long.MAX_VALUE
            ? Long.MAX_VALUE
            : deadlineNanos - (System.nanoTime() - deadlineSetNanos);
    return new Waiting(Math.min(timeoutNanos, left));
  }

  @Override
  public void timeout(Duration perWait) {
    timeoutNanos = Waiting.nanos(perWait);
  }

  @Override
  public void deadline(Duration fromNow) {
    deadlineSetNanos = System.nanoTime();
    deadlineNanos = Waiting.nanos(fromNow);
  }

  @Override
  public void closeWrite() {
    lock.lock();
    try {
      if (sentFin || failure != null) {
        return;
      }
      sentFin = true;
      if (gotFin) {
        session.forget(this);
      }
      // Under the lock, so that no data of another thread can follow the end.
      session.control(Frame.WINDOW_UPDATE, Frame.FIN, id, 0);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    closeWrite();
    boolean lingers;
    int dropped;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      dropped = dropUnread();
      lingers = !gotFin && failure == null;
      readable.signalAll();
    } finally {
      lock.unlock();
    }
    session.released(dropped);
    if (lingers) {
      lingering = session.linger(this);
    }
  }

  @Override
  public void reset() {
    boolean first = fail(new StreamResetException(false, "this end has reset the stream"));
    session.forget(this);
    if (first) {
      session.control(Frame.WINDOW_UPDATE, Frame.RST, id, 0);
    }
    close();
  }

  // What follows is called by the session.

  /** So much data comes; false if the peer had no credit for it. */
  boolean arrived(int length) {
    lock.lock();
    try {
      return window.arrived(length);
    } finally {
      lock.unlock();
    }
  }

  /** Whether what arrives is thrown away. */
  boolean discards() {
    lock.lock();
    try {
      return closed || gotFin || failure != null;
    } finally {
      lock.unlock();
    }
  }

  /** Adds a small payload to what is there already, if that has room. */
  void add(byte[] payload, int length) {
    lock.lock();
    try {
      ReceiveBuffer.Segment tail = received.tailWithRoom(length);
      if (tail == null) {
        tail = ReceiveBuffer.segmentFor(length);
        received.add(tail);
      }
      System.arraycopy(payload, 0, tail.bytes, tail.end, length);
      tail.end += length;
      dropIfOver();
      readable.signal();
    } finally {
      lock.unlock();
    }
  }

  void add(ReceiveBuffer.Segment segment) {
    lock.lock();
    try {
      received.add(segment);
      dropIfOver();
      readable.signal();
    } finally {
      lock.unlock();
    }
  }

  /** It was closed or reset while its payload was being read. */
  private void dropIfOver() {
    if (closed || failure instanceof StreamResetException) {
      session.released(dropUnread());
    }
  }

  void credit(long bytes) {
    lock.lock();
    try {
      sendCreditBytes = Math.min(sendCreditBytes + bytes, Long.MAX_VALUE / 2);
      writable.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The peer acknowledged the stream; false if it had done so before. */
  boolean acknowledge() {
    lock.lock();
    try {
      boolean first = !acknowledged;
      acknowledged = true;
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** The peer ended its direction. */
  void end() {
    boolean over;
    lock.lock();
    try {
      gotFin = true;
      over = sentFin;
      readable.signalAll();
    } finally {
      lock.unlock();
    }
    if (over) {
      session.forget(this);
    }
  }

  /** The connection is gone: what has arrived can still be read. */
  void connectionClosed(ConnectionClosedException cause) {
    fail(cause);
  }

  /** The peer reset the stream. */
  void peerReset() {
    fail(new StreamResetException(true, "the peer has reset the stream"));
    session.forget(this);
  }

  private boolean fail(IOException cause) {
    int dropped = 0;
    lock.lock();
    try {
      if (failure != null || (sentFin && gotFin)) {
        return false;
      }
      failure = cause;
      if (cause instanceof StreamResetException) {
        dropped = dropUnread();
      }
      readable.signalAll();
      writable.signalAll();
    } finally {
      lock.unlock();
    }
    session.released(dropped);
    return true;
  }

  private int dropUnread() {
    return received.clear();
  }

  /** It is forgotten: thousands of short streams must not leave an alarm each. */
  void forgotten() {
    Timers.Alarm alarm = lingering;
    if (alarm != null) {
      alarm.cancel();
    }
  }

  /** The peer had time enough to end its direction. */
  void resetIfHalfOpen() {
    boolean halfOpen;
    lock.lock();
    try {
      halfOpen = failure == null && !gotFin;
    } finally {
      lock.unlock();
    }
    if (halfOpen) {
      reset();
    }
  }
}
