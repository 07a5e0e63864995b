package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.host.Connection;
import dev.ggen.libp2p.host.Direction;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.Stream;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.negotiate.UnsupportedProtocolException;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * All that goes to and comes from one peer while there is a connection with it: one stream of ours
 * to send, one of the peer's to receive. Its threads are the host's.
 */
final class Link {
  private static final System.Logger LOG = System.getLogger(Link.class.getName());

  /** How long a stream may be silent before it is looked at again; silence itself is no fault. */
  private static final Duration SILENCE = Duration.ofMinutes(10);

  /** How long a peer may take no byte. */
  private static final Duration WRITE_PATIENCE = Duration.ofSeconds(30);

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration LASTING = Duration.ofMinutes(1);
  private static final int MAX_FAILURES = 5;

  /** What the links of a node have in common. */
  interface Owner {
    /** The peer is there, and speaks this. */
    void linked(Link link, Generation generation);

    /** A new stream has replaced one with which something may be lost. */
    void relinked(Link link);

    /** There is no sending to the peer. */
    void broken(Link link);

    void received(Link link, Rpc rpc);

    void malformed(Link link, ProtocolViolationException fault);
  }

  private final Host host;
  private final PeerId peer;
  private final GossipSettings settings;
  private final Owner owner;
  private final boolean outbound;
  private final String address;
  private final AtomicReference<@Nullable Stream> inbound = new AtomicReference<>();
  private final SendQueue queue;
  private final AtomicBoolean sending = new AtomicBoolean();
  private volatile boolean closed;

  Link(Host host, Connection first, GossipSettings settings, Owner owner) {
    this.host = host;
    this.peer = first.peer();
    this.settings = settings;
    this.owner = owner;
    this.outbound = first.direction() == Direction.OUTBOUND;
    this.address =
        first.remoteAddress().ip().map(ip -> settings.scores().colocation().place(ip)).orElse("");
    this.queue = new SendQueue(settings.peerLimits());
  }

  PeerId peer() {
    return peer;
  }

  boolean isOutbound() {
    return outbound;
  }

  String address() {
    return address;
  }

  SendQueue.Outcome send(Rpc rpc, GossipAction.Priority priority) {
    return queue.put(rpc, priority);
  }

  /** Sends what is queued from now on; does nothing if it does already. */
  void start() {
    if (!closed && sending.compareAndSet(false, true)) {
      host.execute(this::run);
    }
  }

  private void run() {
    try {
      boolean again = false;
      for (int failures = 0; failures < MAX_FAILURES; ) {
        long start = System.nanoTime();
        if (sendUntilBroken(again)) {
          return;
        }
        again = true;
        boolean lasted = System.nanoTime() - start > LASTING.toNanos();
        failures = lasted ? 1 : failures + 1;
        Thread.sleep(AFTER_FAILURE);
      }
      owner.broken(this);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sending.set(false);
    }
  }

  /** Sends on one stream; true if there is no sense in opening another. */
  private boolean sendUntilBroken(boolean again) throws InterruptedException {
    try (Stream stream = host.newStream(peer, Generation.protocols())) {
      stream.timeout(WRITE_PATIENCE);
      if (again) {
        owner.relinked(this);
      } else {
        owner.linked(this, Generation.of(stream.protocol()).orElseThrow());
      }
      write(stream);
      return true;
    } catch (UnsupportedProtocolException e) {
      return true; // It does not take part; should that change, it opens a stream to us.
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, () -> "gossip to " + peer + " broke: " + e);
      return closed || host.connection(peer).isEmpty();
    }
  }

  private void write(Stream stream) throws IOException, InterruptedException {
    while (!queue.isAtEnd()) {
      byte[] frames = queue.take(SILENCE);
      if (frames.length > 0) {
        stream.write(frames);
      }
    }
  }

  /** Reads a stream that the peer has opened, until it ends or a newer one takes its place. */
  void read(Stream stream) throws IOException {
    Stream before = inbound.getAndSet(stream);
    if (before != null) {
      before.reset();
    }
    stream.timeout(SILENCE);
    Frames frames = new Frames(stream, settings.limits());
    try {
      for (Optional<Rpc> next = next(frames); next.isPresent(); next = next(frames)) {
        owner.received(this, next.get());
      }
    } catch (ProtocolViolationException e) {
      owner.malformed(this, e);
      throw e;
    } finally {
      inbound.compareAndSet(stream, null);
    }
  }

  private Optional<Rpc> next(Frames frames) throws IOException {
    while (true) {
      try {
        return frames.next();
      } catch (SocketTimeoutException e) {
        if (closed) {
          throw e;
        }
        frames.shrink();
      }
    }
  }

  /** The peer takes too little: its stream is given up, and another tried. */
  void stall() {
    queue.breakOff();
  }

  int queued() {
    return queue.size();
  }

  void close() {
    closed = true;
    queue.close();
    Stream open = inbound.getAndSet(null);
    if (open != null) {
      open.reset();
    }
  }
}
