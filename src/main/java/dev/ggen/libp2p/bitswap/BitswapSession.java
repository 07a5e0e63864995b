package dev.ggen.libp2p.bitswap;

import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;

/** One download's share in bitswap: blocks that are wanted, and peers that may have them. */
public final class BitswapSession implements AutoCloseable {
  /** Hears of a session, on threads of bitswap. */
  public interface Listener {
    /**
     * A wanted block has come, and its hash is right. May wait: then the peer that sends is slowed
     * down, and nobody else.
     *
     * @param block the bytes; they stay as they are
     */
    void arrived(PeerId from, Cid cid, ByteBuffer block) throws InterruptedException;

    /**
     * A peer is asked no more. Must not wait.
     *
     * @param bytes of blocks that it gave
     * @param latency until its first block; zero if there was none
     */
    void parted(PeerId peer, SessionEnding ending, long bytes, Duration latency);
  }

  private final Bitswap bitswap;
  private final Listener listener;
  private final ReentrantLock lock = new ReentrantLock();

  // Under the lock.
  private final SessionEngine engine;
  private boolean closed;

  BitswapSession(Bitswap bitswap, BitswapSettings settings, Listener listener) {
    this.bitswap = bitswap;
    this.listener = listener;
    this.engine = new SessionEngine(settings, new Random());
  }

  @FunctionalInterface
  private interface Event {
    List<SessionEngine.Action> on(long now);
  }

  /** What a peer has done in the session. */
  private record Parting(SessionEngine.Action.Part part) {}

  private void on(Event event) {
    List<Parting> partings = new ArrayList<>();
    lock.lock();
    try {
      if (closed) {
        return;
      }
      carryOut(event.on(System.nanoTime()), partings);
    } finally {
      lock.unlock();
    }
    tell(partings);
  }

  private void carryOut(List<SessionEngine.Action> actions, List<Parting> partings) {
    for (SessionEngine.Action action : actions) {
      switch (action) {
        case SessionEngine.Action.Ask ask -> bitswap.ask(ask.peer(), ask.wants());
        case SessionEngine.Action.Part part -> partings.add(new Parting(part));
      }
    }
  }

  private void tell(List<Parting> partings) {
    for (Parting each : partings) {
      SessionEngine.Action.Part part = each.part();
      listener.parted(
          part.peer(), part.ending(), part.bytes(), Duration.ofNanos(part.waitedNanos()));
    }
  }

  /** Wants more blocks; of several peers those that few have are asked first. */
  public void want(List<Cid> blocks) {
    on(now -> engine.want(blocks.stream().map(Cid::toV1).toList(), now));
  }

  /**
   * Another peer may have them; it is connected with if it is not yet.
   *
   * @param patience how long it may have nothing of what is wanted before it is asked no more: it
   *     tells when that changes
   */
  public void add(PeerId peer, Duration patience) {
    on(now -> engine.added(peer, patience, now));
  }

  void gone(PeerId peer) {
    on(now -> engine.removed(peer, SessionEnding.GONE, now));
  }

  void lied(PeerId peer) {
    on(now -> engine.removed(peer, SessionEnding.BAD_BLOCK, now));
  }

  void presences(PeerId from, List<BitswapMessage.Presence> presences) {
    on(now -> engine.presences(from, presences, now));
  }

  void tick() {
    on(engine::tick);
  }

  void progress(PeerId from) {
    on(now -> {
      engine.progress(from, now);
      return List.of();
    });
  }

  boolean wants(Cid cid) {
    lock.lock();
    try {
      return !closed && engine.wants(cid);
    } finally {
      lock.unlock();
    }
  }

  boolean owes(PeerId peer) {
    lock.lock();
    try {
      return !closed && engine.owes(peer);
    } finally {
      lock.unlock();
    }
  }

  /** A block whose hash is right; true if it was wanted. */
  boolean arrived(PeerId from, Cid cid, ByteBuffer block) throws InterruptedException {
    if (!wants(cid)) {
      return false;
    }
    on(now -> {
      engine.gave(from, cid, block.remaining(), now);
      return List.of();
    });
    listener.arrived(from, cid, block);
    on(now -> engine.arrived(from, cid, block.remaining(), now));
    return true;
  }

  /** Wants nothing more, and tells the peers so. Doing it twice changes nothing. */
  @Override
  public void close() {
    List<Parting> partings = new ArrayList<>();
    lock.lock();
    try {
      if (closed) {
        return;
      }
      carryOut(engine.close(), partings);
      closed = true;
    } finally {
      lock.unlock();
    }
    bitswap.closed(this);
    tell(partings);
  }
}
