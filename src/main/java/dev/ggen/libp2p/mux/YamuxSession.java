package dev.ggen.libp2p.mux;

import dev.ggen.libp2p.transport.ConnectionClosedException;
import dev.ggen.libp2p.transport.Duplex;
import dev.ggen.libp2p.transport.MuxedConnection;
import dev.ggen.libp2p.transport.MuxedStream;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import dev.ggen.libp2p.transport.Timers;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Many streams on one duplex: yamux. Two virtual threads serve it: one reads and deals out, one
 * writes what the {@link Outbox} holds. Either's failure ends the connection, and the end of the
 * connection ends both.
 */
public final class YamuxSession implements MuxedConnection {
  /** The protocol's name in multistream-select. */
  public static final String PROTOCOL = "/yamux/1.0.0";

  /** libp2p yamux, "ACK backlog & backpressure": so many streams may wait for acknowledgement. */
  static final int MAX_UNACKNOWLEDGED = 256;

  /** How long the last frames may take on their way out. */
  private static final Duration LAST_WORDS = Duration.ofMillis(200);

  /** Payloads up to this size share the memory of what is there already. */
  private static final int SMALL_BYTES = 1_024;

  /** Silence of so many keep-alive intervals is the end. */
  private static final int SILENT_INTERVALS = 3;

  private final Duplex channel;
  private final boolean client;
  private final YamuxSettings settings;
  private final ReceiveBudget budget;
  private final StreamAcceptor acceptor;
  private final Timers timers;
  private final Outbox outbox = new Outbox();
  private final Map<Integer, YamuxStream> streams = new ConcurrentHashMap<>();
  private final AtomicInteger unreadBytes = new AtomicInteger();
  private final AtomicInteger inboundStreams = new AtomicInteger();
  private final AtomicBoolean closing = new AtomicBoolean();

  private final ReentrantLock opening = new ReentrantLock();
  private final Condition acknowledged = opening.newCondition();

  /** Guarded by {@link #opening}. */
  private int nextId;

  /** Guarded by {@link #opening}. */
  private int unacknowledged;

  /** Of the reading thread: the highest stream that the peer has opened. */
  private int highestInbound;

  /** Of the reading thread. */
  private final byte[] small = new byte[SMALL_BYTES];

  private volatile boolean goneAway;
  private volatile @Nullable ConnectionClosedException failure;
  private volatile long lastHeardNanos = System.nanoTime();
  private volatile long pingSentNanos;
  private final AtomicInteger pingValue = new AtomicInteger();
  private volatile long roundTripNanos;
  private volatile Timers.@Nullable Alarm keepAlive;

  private YamuxSession(
      Duplex channel,
      boolean client,
      YamuxSettings settings,
      ReceiveBudget budget,
      StreamAcceptor acceptor,
      Timers timers) {
    this.channel = channel;
    this.client = client;
    this.settings = settings;
    this.budget = budget;
    this.acceptor = acceptor;
    this.timers = timers;
    this.nextId = client ? 1 : 2;
  }

  /**
   * A session on a channel, which it owns from now on. Nothing happens before {@link #start}.
   *
   * @param client whether this end dialled; it decides who uses the odd stream ids
   * @param timers must outlive the session
   */
  public static YamuxSession on(
      Duplex channel,
      boolean client,
      YamuxSettings settings,
      ReceiveBudget budget,
      StreamAcceptor acceptor,
      Timers timers) {
    return new YamuxSession(channel, client, settings, budget, acceptor, timers);
  }

  /** Starts to read and to write, each on a thread of {@code threads}. */
  public void start(Executor threads) {
    threads.execute(this::write);
    threads.execute(this::read);
    keepAlive = timers.every(settings.keepAlive(), this::keepAlive);
    ping();
    if (isClosed()) {
      stopKeepAlive();
    }
  }

  @Override
  public MuxedStream open(Duration timeout) throws IOException {
    Waiting waiting = new Waiting(timeout);
    opening.lock();
    try {
      while (unacknowledged >= MAX_UNACKNOWLEDGED) {
        failIfOver();
        waiting.await(acknowledged, "open a stream");
      }
      failIfOver();
      if (nextId < 0) {
        throw new ConnectionClosedException("the connection has no stream ids left; connect anew");
      }
      YamuxStream stream = new YamuxStream(this, nextId, false);
      nextId += 2;
      unacknowledged++;
      streams.put(stream.id(), stream);
      control(Frame.WINDOW_UPDATE, Frame.SYN, stream.id(), 0);
      if (failure != null) {
        streams.remove(stream.id());
        failIfOver();
      }
      return stream;
    } finally {
      opening.unlock();
    }
  }

  private void failIfOver() throws ConnectionClosedException {
    ConnectionClosedException cause = failure;
    if (cause != null) {
      throw cause;
    }
    if (goneAway || closing.get()) {
      throw new ConnectionClosedException("the connection is about to end");
    }
  }

  @Override
  public int openStreams() {
    return streams.size();
  }

  @Override
  public Duration roundTrip() {
    return Duration.ofNanos(roundTripNanos);
  }

  @Override
  public boolean isClosed() {
    return failure != null;
  }

  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    control(Frame.GO_AWAY, 0, Frame.SESSION, Frame.NORMAL_TERMINATION);
    end(new ConnectionClosedException("this end has closed the connection"));
  }

  // Of the streams.

  YamuxSettings settings() {
    return settings;
  }

  Outbox outbox() {
    return outbox;
  }

  long roundTripNanos() {
    return roundTripNanos;
  }

  /** Sends a frame without payload; never waits. May be called with any lock held. */
  void control(int type, int flags, int stream, int value) {
    if (!outbox.control(type, flags, stream, value)) {
      // By another thread, for the end takes the locks of all streams.
      timers.after(
          Duration.ZERO,
          () ->
              end(
                  new ConnectionClosedException(
                      "the peer causes answers faster than it reads them")));
    }
  }

  void forget(YamuxStream stream) {
    if (streams.remove(stream.id(), stream)) {
      if (isInbound(stream.id())) {
        inboundStreams.decrementAndGet();
      }
      acknowledge(stream);
      stream.forgotten();
    }
  }

  /** Gives the peer a while to end its side of a stream that this end has closed. */
  Timers.Alarm linger(YamuxStream stream) {
    return timers.after(settings.linger(), stream::resetIfHalfOpen);
  }

  void released(int bytes) {
    if (bytes > 0) {
      unreadBytes.addAndGet(-bytes);
      budget.release(bytes);
    }
  }

  private boolean isInbound(int id) {
    return (id & 1) == (client ? 0 : 1);
  }

  private void acknowledge(YamuxStream stream) {
    if (!stream.acknowledge()) {
      return;
    }
    opening.lock();
    try {
      unacknowledged--;
      acknowledged.signal();
    } finally {
      opening.unlock();
    }
  }

  // The thread that writes.

  private void write() {
    try {
      outbox.run(channel);
    } catch (IOException e) {
      end(new ConnectionClosedException("the connection broke: " + e.getMessage(), e));
    } finally {
      channel.close();
    }
  }

  // The thread that reads.

  private void read() {
    ConnectionClosedException cause;
    try {
      cause = readFrames();
    } catch (ProtocolViolationException e) {
      control(Frame.GO_AWAY, 0, Frame.SESSION, Frame.PROTOCOL_ERROR);
      cause = new ConnectionClosedException("the peer broke the protocol: " + e.getMessage(), e);
    } catch (IOException e) {
      cause = new ConnectionClosedException("the connection broke: " + e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      control(Frame.GO_AWAY, 0, Frame.SESSION, Frame.INTERNAL_ERROR);
      end(new ConnectionClosedException("a fault of this program: " + e, e));
      throw e;
    }
    end(cause);
  }

  private ConnectionClosedException readFrames() throws IOException {
    byte[] header = new byte[Frame.HEADER_BYTES];
    while (true) {
      int first = channel.read(header, 0, header.length);
      if (first < 0) {
        return new ConnectionClosedException("the peer has closed the connection");
      }
      channel.readFully(header, first, header.length - first);
      lastHeardNanos = System.nanoTime();
      dispatch(header);
    }
  }

  private void dispatch(byte[] header) throws IOException {
    if (Frame.version(header) != 0) {
      throw new ProtocolViolationException("frame of version " + Frame.version(header));
    }
    int flags = Frame.flags(header);
    int id = Frame.stream(header);
    int length = Frame.length(header);
    switch (Frame.type(header)) {
      case Frame.DATA, Frame.WINDOW_UPDATE -> onStream(Frame.type(header), flags, id, length);
      case Frame.PING -> onPing(flags, id, length);
      case Frame.GO_AWAY -> goneAway = true;
      default ->
          throw new ProtocolViolationException("frame of unknown type " + Frame.type(header));
    }
  }

  private void onPing(int flags, int id, int value) throws ProtocolViolationException {
    if (id != Frame.SESSION) {
      throw new ProtocolViolationException("ping on stream " + id);
    }
    if ((flags & Frame.SYN) != 0) {
      control(Frame.PING, Frame.ACK, Frame.SESSION, value);
    } else if (value == pingValue.get() && pingSentNanos != 0) {
      roundTripNanos = Math.max(1, System.nanoTime() - pingSentNanos);
      pingSentNanos = 0;
    }
  }

  private void onStream(int type, int flags, int id, int length) throws IOException {
    boolean data = type == Frame.DATA;
    if (data && (length < 0 || length > settings.maxWindowBytes())) {
      throw new ProtocolViolationException(
          "data frame of " + Integer.toUnsignedLong(length) + " bytes exceeds every window");
    }
    YamuxStream stream = (flags & Frame.SYN) != 0 ? begin(id) : find(id);
    if (stream == null) {
      skip(data ? length : 0);
      return;
    }
    if ((flags & Frame.ACK) != 0) {
      acknowledge(stream);
    }
    if (data) {
      receive(stream, length);
    } else {
      stream.credit(Integer.toUnsignedLong(length));
    }
    if ((flags & Frame.FIN) != 0) {
      stream.end();
    }
    if ((flags & Frame.RST) != 0) {
      stream.peerReset();
    }
  }

  /** The stream of an id; null if it was and is no more. */
  private @Nullable YamuxStream find(int id) throws ProtocolViolationException {
    YamuxStream stream = streams.get(id);
    if (stream == null && (id <= 0 || (isInbound(id) ? id > highestInbound : isUnused(id)))) {
      throw new ProtocolViolationException(
          "frame for stream " + Integer.toUnsignedLong(id) + ", which was never opened");
    }
    return stream;
  }

  private boolean isUnused(int id) {
    opening.lock();
    try {
      return nextId > 0 && id >= nextId;
    } finally {
      opening.unlock();
    }
  }

  /** Opens a stream for the peer; null if it is refused. */
  private @Nullable YamuxStream begin(int id) throws ProtocolViolationException {
    if (id <= 0 || !isInbound(id)) {
      throw new ProtocolViolationException(
          "the peer may not open stream " + Integer.toUnsignedLong(id));
    }
    if (id <= highestInbound) {
      throw new ProtocolViolationException("stream " + id + " was opened before");
    }
    highestInbound = id;
    YamuxStream stream = new YamuxStream(this, id, true);
    if (closing.get() || inboundStreams.get() >= settings.maxInboundStreams()) {
      control(Frame.WINDOW_UPDATE, Frame.RST, id, 0);
      return null;
    }
    inboundStreams.incrementAndGet();
    streams.put(id, stream);
    if (!acceptor.accept(stream)) {
      stream.reset();
      return null;
    }
    control(Frame.WINDOW_UPDATE, Frame.ACK, id, 0);
    return stream;
  }

  private void receive(YamuxStream stream, int length) throws IOException {
    if (!stream.arrived(length)) {
      throw new ProtocolViolationException("stream " + stream.id() + " exceeds its window");
    }
    if (length == 0 || stream.discards()) {
      // Bounded by the window, which is not given back.
      skip(length);
      return;
    }
    if (unreadBytes.get() + length > settings.maxUnreadBytes() || !budget.tryReserve(length)) {
      skip(length);
      stream.reset();
      return;
    }
    unreadBytes.addAndGet(length);
    try {
      readPayload(stream, length);
    } catch (IOException e) {
      // It ended within the payload, which nobody will read.
      released(length);
      throw e;
    }
  }

  private void readPayload(YamuxStream stream, int length) throws IOException {
    if (length <= small.length) {
      channel.readFully(small, 0, length);
      stream.add(small, length);
    } else {
      ReceiveBuffer.Segment segment = ReceiveBuffer.segmentFor(length);
      channel.readFully(segment.bytes, 0, length);
      segment.end = length;
      stream.add(segment);
    }
  }

  private void skip(int length) throws IOException {
    for (int left = length; left > 0; ) {
      int part = Math.min(left, small.length);
      channel.readFully(small, 0, part);
      left -= part;
    }
  }

  // Of the clock.

  private void keepAlive() {
    long silence = System.nanoTime() - lastHeardNanos;
    long interval = settings.keepAlive().toNanos();
    if (silence > SILENT_INTERVALS * interval) {
      end(
          new ConnectionClosedException(
              "the peer was silent for " + TimeUnit.NANOSECONDS.toSeconds(silence) + " s"));
    } else {
      ping();
    }
  }

  private void ping() {
    pingSentNanos = System.nanoTime();
    control(Frame.PING, Frame.SYN, Frame.SESSION, pingValue.incrementAndGet());
  }

  // The end.

  /** Ends the session once. The first cause counts. */
  private void end(ConnectionClosedException cause) {
    opening.lock();
    try {
      if (failure != null) {
        return;
      }
      failure = cause;
      acknowledged.signalAll();
    } finally {
      opening.unlock();
    }
    closing.set(true);
    stopKeepAlive();
    streams.values().forEach(stream -> stream.connectionClosed(cause));
    streams.clear();
    outbox.finish();
    timers.after(LAST_WORDS, channel::close);
    acceptor.closed(String.valueOf(cause.getMessage()));
  }

  private void stopKeepAlive() {
    Timers.Alarm alarm = keepAlive;
    if (alarm != null) {
      alarm.cancel();
    }
  }
}
