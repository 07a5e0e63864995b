package dev.ggen.libp2p.content;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** Peers that do as they are told, with nothing on any wire. */
final class ScriptedExchange implements Exchange {
  /** What a peer does. */
  enum Manner {
    /** Gives every block that it has. */
    GIVES,
    /** Gives nothing and says nothing. */
    IS_SILENT,
    /** Leaves at once, as one that has nothing. */
    HAS_NOTHING,
    /** Leaves at once, for what it sent was wrong. */
    LIES
  }

  private record Script(Manner manner, Map<Cid, Bytes> blocks, Semaphore permits) {}

  private final Map<PeerId, Script> scripts = new ConcurrentHashMap<>();

  /** The blocks that were given, in order. */
  final List<Cid> given = new CopyOnWriteArrayList<>();

  /** The blocks that others were told of. */
  final List<Cid> appeared = new CopyOnWriteArrayList<>();

  /** Sessions that are open. */
  final Set<Session> open = ConcurrentHashMap.newKeySet();

  /** The peer gives as many blocks as there are permits. */
  void script(PeerId peer, Manner manner, Map<Cid, Bytes> blocks, Semaphore permits) {
    scripts.put(peer, new Script(manner, blocks, permits));
  }

  @Override
  public Session open(Cid root, Listener listener) {
    ScriptedSession session = new ScriptedSession(listener);
    open.add(session);
    return session;
  }

  @Override
  public void appeared(Cid block) {
    appeared.add(block);
  }

  private final class ScriptedSession implements Session {
    private final Listener listener;
    private final Set<Cid> wanted = new LinkedHashSet<>();
    private boolean closed;

    ScriptedSession(Listener listener) {
      this.listener = listener;
    }

    @Override
    public synchronized void want(List<Cid> blocks) {
      wanted.addAll(blocks);
      notifyAll();
    }

    @Override
    public void add(PeerId peer, Duration patience) {
      Script script = scripts.get(peer);
      switch (script == null ? Manner.HAS_NOTHING : script.manner()) {
        case GIVES -> Thread.ofVirtual().start(() -> give(peer, script));
        case IS_SILENT -> {}
        case HAS_NOTHING -> part(peer, ProviderOutcome.Ending.HAS_NOTHING);
        case LIES -> part(peer, ProviderOutcome.Ending.BAD_BLOCK);
      }
    }

    private void part(PeerId peer, ProviderOutcome.Ending ending) {
      Cid any = given.isEmpty() ? ContentSamples.raw(Bytes.EMPTY) : given.getFirst();
      listener.parted(new ProviderOutcome(peer, any, ending, 0, Duration.ZERO));
    }

    private void give(PeerId peer, Script script) {
      try {
        for (Cid next = next(script); next != null; next = next(script)) {
          given.add(next);
          listener.arrived(peer, next, script.blocks().get(next).buffer());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private Cid next(Script script) throws InterruptedException {
      script.permits().acquire();
      synchronized (this) {
        while (!closed) {
          for (Cid cid : wanted) {
            if (script.blocks().containsKey(cid)) {
              wanted.remove(cid);
              return cid;
            }
          }
          wait();
        }
        return null;
      }
    }

    @Override
    public synchronized void close() {
      closed = true;
      open.remove(this);
      notifyAll();
    }
  }
}
