package dev.ggen.libp2p.bitswap;

import dev.ggen.libp2p.bitswap.BitswapMessage.Want;
import dev.ggen.libp2p.bitswap.BitswapMessage.WantType;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.Stream;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.multiformats.Varint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * All that goes to one peer: what we want of it and what it gets of us, on one stream by one thread
 * of the host. The stream is opened when there is something to send, and closed when there was
 * nothing for a while.
 */
final class PeerLink {
  private static final System.Logger LOG = System.getLogger(PeerLink.class.getName());
  private static final Duration IDLE = Duration.ofSeconds(30);

  /** How long a peer may take no byte. */
  private static final Duration WRITE_PATIENCE = Duration.ofSeconds(30);

  /** Entries of one message; some 100 KB. */
  private static final int MAX_ENTRIES = 2_000;

  /** As many as all sessions together may have on their way, and some. */
  private static final int MAX_ASKED = 16_384;

  /** Small blocks go together until there are so many bytes. */
  private static final int TOGETHER_BYTES = 256 * 1024;

  private final Host host;
  private final PeerId peer;
  private final BlockSource source;
  private final BitswapCounters counters;
  private final Semaphore slots;
  private final Consumer<PeerId> onFailure;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();

  // Under the lock.
  private final Ledger ledger;
  private final Map<Cid, Want> wants = new LinkedHashMap<>();
  private final Set<Cid> asked = new LinkedHashSet<>();
  private boolean running;
  private boolean closed;

  /**
   * @param slots one for each block that may be in memory, of all peers; given in the order of
   *     asking, so that each peer gets its turn
   * @param onFailure hears that nothing can be sent to the peer
   */
  PeerLink(
      Host host,
      PeerId peer,
      BlockSource source,
      BitswapSettings settings,
      BitswapCounters counters,
      Semaphore slots,
      Consumer<PeerId> onFailure) {
    this.host = host;
    this.peer = peer;
    this.source = source;
    this.counters = counters;
    this.slots = slots;
    this.onFailure = onFailure;
    this.ledger = new Ledger(peer, source, settings, counters, System.nanoTime());
  }

  /** Asks the peer for something. */
  void ask(List<Want> more) {
    change(() -> {
      for (Want want : more) {
        wants.put(want.cid(), want);
        remember(want);
      }
    });
  }

  private void remember(Want want) {
    if (!want.cancel() && asked.add(want.cid()) && asked.size() > MAX_ASKED) {
      asked.remove(asked.iterator().next());
    }
  }

  /**
   * Whether a block was asked of the peer, not very long ago. It may come though it was called off
   * meanwhile, or its session has ended.
   */
  boolean wasAsked(Cid cid) {
    lock.lock();
    try {
      return asked.contains(cid);
    } finally {
      lock.unlock();
    }
  }

  /** The peer asks us. */
  void wanted(List<Want> entries, boolean full) {
    change(() -> ledger.wanted(entries, full, System.nanoTime()));
  }

  /** Blocks have come to us. */
  void appeared(Collection<Cid> blocks) {
    change(() -> {
      boolean _ = ledger.appeared(blocks);
    });
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      change.run();
      if (hasWork()) {
        filled.signal();
        if (!running) {
          running = true;
          host.execute(this::run);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean hasWork() {
    return !wants.isEmpty() || ledger.hasPresences() || ledger.hasBlocks();
  }

  private void run() {
    try (Stream stream = host.newStream(peer, Dialect.protocols())) {
      stream.timeout(WRITE_PATIENCE);
      Dialect dialect = Dialect.of(stream.protocol()).orElseThrow();
      while (awaitWork()) {
        byte[] control = control(dialect);
        if (control.length > 0) {
          write(stream, control);
        } else {
          sendBlocks(stream, dialect);
        }
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, () -> "bitswap to " + peer + " broke: " + e);
      end();
      onFailure.accept(peer);
    } catch (InterruptedException e) {
      end();
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      end();
      throw e;
    }
  }

  private void end() {
    lock.lock();
    try {
      running = false;
      wants.clear();
    } finally {
      lock.unlock();
    }
  }

  /** False if there was nothing to send for a while, or the link is closed. */
  private boolean awaitWork() throws InterruptedException {
    lock.lock();
    try {
      long nanos = IDLE.toNanos();
      while (!closed && !hasWork() && nanos > 0) {
        nanos = filled.awaitNanos(nanos);
      }
      boolean goOn = !closed && hasWork();
      running = goOn;
      return goOn;
    } finally {
      lock.unlock();
    }
  }

  /** Wants and answers, behind their length; empty if there are none. */
  private byte[] control(Dialect dialect) {
    List<Want> sent = new ArrayList<>();
    List<BitswapMessage.Presence> presences;
    lock.lock();
    try {
      var each = wants.values().iterator();
      while (each.hasNext() && sent.size() < MAX_ENTRIES) {
        sent.add(each.next());
        each.remove();
      }
      presences = ledger.takePresences(MAX_ENTRIES);
    } finally {
      lock.unlock();
    }
    if (!dialect.hasPresences()) {
      sent.removeIf(want -> want.type() == WantType.HAVE && !want.cancel());
      presences = List.of();
    }
    if (sent.isEmpty() && presences.isEmpty()) {
      return new byte[0];
    }
    byte[] message = BitswapMessage.encode(sent, false, presences);
    return Bytes.concat(Varint.encode(message.length), Bytes.copyOf(message)).toByteArray();
  }

  private static void write(Stream stream, byte[] bytes) throws IOException {
    stream.write(bytes);
  }

  private void sendBlocks(Stream stream, Dialect dialect) throws IOException, InterruptedException {
    slots.acquire();
    try {
      List<Cid> cids;
      lock.lock();
      try {
        cids = ledger.takeBlocks(TOGETHER_BYTES);
      } finally {
        lock.unlock();
      }
      if (!cids.isEmpty()) {
        stream.write(message(cids, dialect));
      }
    } finally {
      slots.release();
    }
  }

  /** A block on its way out: what is before its bytes, and how many these are. */
  private record Outgoing(Cid cid, Bytes head, int size) {}

  /**
   * A message with blocks, behind its length. Blocks that have gone meanwhile are left out: they
   * were of a download that was given up.
   */
  private byte[] message(List<Cid> cids, Dialect dialect) throws IOException {
    List<Outgoing> blocks = new ArrayList<>();
    int total = 0;
    for (Cid cid : cids) {
      OptionalInt size = source.size(peer, cid);
      if (size.isPresent()) {
        Bytes head =
            dialect.hasPrefixes()
                ? BitswapMessage.payloadHead(cid, size.getAsInt())
                : BitswapMessage.oldBlockHead(size.getAsInt());
        blocks.add(new Outgoing(cid, head, size.getAsInt()));
        total += head.size() + size.getAsInt();
      }
    }
    byte[] length = Varint.encode(total).toByteArray();
    ByteBuffer message = ByteBuffer.allocate(length.length + total).put(length);
    for (Outgoing block : blocks) {
      message.put(block.head().buffer());
      if (!source.read(block.cid(), message.slice(message.position(), block.size()))) {
        return message(cids.stream().filter(cid -> !cid.equals(block.cid())).toList(), dialect);
      }
      message.position(message.position() + block.size());
    }
    blocks.forEach(block -> counters.sent(block.size()));
    return message.array();
  }

  int wants() {
    lock.lock();
    try {
      return ledger.size();
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
