package dev.ggen.libp2p.transport.memory;

import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.Protocol;
import dev.ggen.libp2p.transport.Listener;
import dev.ggen.libp2p.transport.RawConnection;
import dev.ggen.libp2p.transport.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A network of its own, which is a transport for any number of hosts. Bytes of a direction arrive
 * in the order in which they were written, after the latency; connections are accepted in the order
 * in which they were dialled. Safe for any number of threads.
 */
public final class MemoryNetwork implements Transport {
  /** Connections that wait to be accepted; more are refused, as a system would. */
  static final int BACKLOG = 1_024;

  private final Map<Multiaddr, MemoryListener> listeners = new ConcurrentHashMap<>();
  private final Set<MemoryConnection> ends = ConcurrentHashMap.newKeySet();
  private final Set<Multiaddr> cuts = ConcurrentHashMap.newKeySet();
  private final AtomicLong nextAddress = new AtomicLong(1L << 32);
  private volatile Duration latency = Duration.ZERO;

  /** How long each byte is under way; counts for what is written from now on. */
  public void latency(Duration latency) {
    this.latency = latency;
  }

  Duration latency() {
    return latency;
  }

  /** Breaks all connections with a listener's address, and lets none begin until {@link #heal}. */
  public void cut(Multiaddr listening) {
    cuts.add(listening);
    ends.stream()
        .filter(end -> touches(end, listening))
        .forEach(end -> {
          end.incoming().breakOff("the link is cut");
          end.outgoing().breakOff("the link is cut");
        });
  }

  /** Undoes {@link #cut} and {@link #silence}. */
  public void heal(Multiaddr listening) {
    cuts.remove(listening);
    silence(listening, false);
  }

  /** Lets nothing arrive on the connections with a listener's address, without anybody noticing. */
  public void silence(Multiaddr listening) {
    silence(listening, true);
  }

  private void silence(Multiaddr listening, boolean silent) {
    ends.stream()
        .filter(end -> touches(end, listening))
        .forEach(end -> end.incoming().silence(silent));
  }

  private static boolean touches(MemoryConnection end, Multiaddr address) {
    return end.localAddress().equals(address) || end.remoteAddress().equals(address);
  }

  void forget(MemoryConnection end) {
    ends.remove(end);
  }

  @Override
  public boolean supports(Multiaddr address) {
    Multiaddr bare = address.withoutPeerId();
    return bare.components().size() == 1 && bare.has(Protocol.MEMORY);
  }

  @Override
  public RawConnection dial(Multiaddr address, Duration timeout) throws IOException {
    Multiaddr target = address.withoutPeerId();
    MemoryListener listener = listeners.get(target);
    if (listener == null || cuts.contains(target)) {
      throw new IOException("nobody listens on " + address);
    }
    MemoryPipe there = new MemoryPipe();
    MemoryPipe back = new MemoryPipe();
    Multiaddr from = Multiaddr.parse("/memory/" + nextAddress.incrementAndGet());
    MemoryConnection dialled = new MemoryConnection(this, from, target, back, there);
    MemoryConnection accepted = new MemoryConnection(this, target, from, there, back);
    ends.add(dialled);
    ends.add(accepted);
    if (!listener.offer(accepted)) {
      dialled.close();
      accepted.close();
      throw new IOException(address + " accepts nobody at the moment");
    }
    return dialled;
  }

  /** With {@code /memory/0} on an address that is free. */
  @Override
  public Listener listen(Multiaddr address) throws IOException {
    if (!supports(address)) {
      throw new IOException(address + " is no address of this network; write /memory/1");
    }
    boolean any = address.value(Protocol.MEMORY).orElseThrow().equals("0");
    Multiaddr at =
        any ? Multiaddr.parse("/memory/" + nextAddress.incrementAndGet()) : address.withoutPeerId();
    MemoryListener listener = new MemoryListener(at);
    if (listeners.putIfAbsent(at, listener) != null) {
      throw new IOException("can't listen on " + address + ": it is taken");
    }
    return listener;
  }

  private final class MemoryListener implements Listener {
    private final Multiaddr address;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<RawConnection> waiting = new ArrayDeque<>();
    private volatile boolean closed;

    MemoryListener(Multiaddr address) {
      this.address = address;
    }

    boolean offer(RawConnection connection) {
      lock.lock();
      try {
        boolean taken = !closed && waiting.size() < BACKLOG && waiting.add(connection);
        changed.signal();
        return taken;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public Multiaddr address() {
      return address;
    }

    @Override
    public RawConnection accept() throws IOException {
      lock.lock();
      try {
        while (waiting.isEmpty() && !closed) {
          changed.await();
        }
        if (closed) {
          throw new IOException("no longer listening on " + address);
        }
        return waiting.remove();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public boolean isClosed() {
      return closed;
    }

    @Override
    public void close() {
      lock.lock();
      try {
        closed = true;
        listeners.remove(address, this);
        waiting.forEach(RawConnection::close);
        waiting.clear();
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
