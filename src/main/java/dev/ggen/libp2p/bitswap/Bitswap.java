package dev.ggen.libp2p.bitswap;

import dev.ggen.libp2p.bitswap.BitswapMessage.Want;
import dev.ggen.libp2p.host.Connection;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.HostListener;
import dev.ggen.libp2p.host.Stream;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.MultiformatException;
import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import dev.ggen.libp2p.transport.Timers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/**
 * Bitswap on a host: <a href="https://specs.ipfs.tech/bitswap-protocol/">1.2.0, 1.1.0 and
 * 1.0.0</a>. Gives the blocks of a {@link BlockSource}, and fetches blocks in sessions. Any thread
 * may call. Close it before its host.
 */
public final class Bitswap implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(500);

  /** Blocks that come unasked, one after the other, before the stream is reset. */
  private static final int MAX_UNSOLICITED = 64;

  private final Host host;
  private final BlockSource source;
  private final BitswapSettings settings;
  private final BitswapCounters counters = new BitswapCounters();
  private final Semaphore slots;
  private final Map<PeerId, PeerLink> links = new ConcurrentHashMap<>();
  private final List<BitswapSession> sessions = new CopyOnWriteArrayList<>();
  private final HostListener watch =
      new HostListener() {
        @Override
        public void disconnected(Connection connection, String reason) {
          if (host.connection(connection.peer()).isEmpty()) {
            gone(connection.peer());
          }
        }
      };
  private final Timers.Alarm ticking;
  private volatile boolean closed;

  private Bitswap(Host host, BlockSource source, BitswapSettings settings) {
    this.host = host;
    this.source = source;
    this.settings = settings;
    this.slots = new Semaphore(settings.serving(), true);
    this.ticking = host.timers().every(TICK, () -> sessions.forEach(BitswapSession::tick));
  }

  /** Puts bitswap on a host. */
  public static Bitswap on(Host host, BlockSource source, BitswapSettings settings) {
    Bitswap bitswap = new Bitswap(host, source, settings);
    for (String protocol : Dialect.protocols()) {
      host.handle(protocol, bitswap::serve);
    }
    host.addListener(bitswap.watch);
    return bitswap;
  }

  /** Begins to fetch blocks. */
  public BitswapSession open(BitswapSession.Listener listener) {
    BitswapSession session = new BitswapSession(this, settings, listener);
    sessions.add(session);
    return session;
  }

  /** Blocks have come to the source: peers that want them are told, or sent them. */
  public void appeared(Collection<Cid> blocks) {
    links.values().forEach(link -> link.appeared(blocks));
  }

  /** What it has done. */
  public BitswapStatus status() {
    int wants = links.values().stream().mapToInt(PeerLink::wants).sum();
    return counters.status(links.size(), sessions.size(), wants);
  }

  void ask(PeerId peer, List<Want> wants) {
    if (!closed) {
      link(peer).ask(wants);
    }
  }

  void closed(BitswapSession session) {
    sessions.remove(session);
  }

  private PeerLink link(PeerId peer) {
    return links.computeIfAbsent(
        peer, p -> new PeerLink(host, p, source, settings, counters, slots, this::unreachable));
  }

  private void unreachable(PeerId peer) {
    sessions.forEach(session -> session.gone(peer));
    if (host.connection(peer).isEmpty()) {
      gone(peer);
    }
  }

  private void gone(PeerId peer) {
    PeerLink link = links.remove(peer);
    if (link != null) {
      link.close();
      sessions.forEach(session -> session.gone(peer));
    }
  }

  // What peers send.

  private void serve(Stream stream) throws IOException {
    PeerId peer = stream.connection().peer();
    Dialect dialect = Dialect.of(stream.protocol()).orElseThrow();
    MessageReader reader =
        new MessageReader(stream, () -> sessions.forEach(session -> session.progress(peer)));
    int unsolicited = 0;
    for (Optional<byte[]> next = reader.next(); next.isPresent(); next = reader.next()) {
      BitswapMessage message = BitswapMessage.decode(next.get());
      if (!message.wants().isEmpty() || message.full()) {
        link(peer).wanted(message.wants(), message.full());
      }
      if (!message.presences().isEmpty()) {
        sessions.forEach(session -> session.presences(peer, message.presences()));
      }
      for (BitswapMessage.Block block : message.blocks()) {
        unsolicited = take(peer, block, dialect) ? 0 : unsolicited + 1;
        if (unsolicited > MAX_UNSOLICITED) {
          throw new ProtocolViolationException("bitswap: one block after the other, unasked");
        }
      }
    }
  }

  /** Takes a block; false if nobody wants it, or any longer. */
  private boolean take(PeerId from, BitswapMessage.Block block, Dialect dialect)
      throws IOException {
    List<BitswapSession> asking = sessions.stream().filter(session -> session.owes(from)).toList();
    if (asking.isEmpty()) {
      counters.unsolicited.increment();
      return false;
    }
    Multihash hash = sha256(block.data());
    List<Cid> candidates = candidates(block, hash, dialect);
    try {
      boolean taken = false;
      for (Cid cid : candidates) {
        for (BitswapSession session : asking) {
          taken |= session.arrived(from, cid, block.data());
        }
      }
      if (taken) {
        counters.blocksReceived.increment();
        counters.bytesReceived.add(block.data().remaining());
      } else {
        judge(from, candidates, asking);
      }
      return taken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("bitswap is ending", e);
    }
  }

  /** A block that nobody wants is late, or wrong. */
  private void judge(PeerId from, List<Cid> candidates, List<BitswapSession> asking) {
    PeerLink link = links.get(from);
    boolean late = link == null || candidates.stream().anyMatch(link::wasAsked);
    if (!late) {
      counters.badBlocks.increment();
      asking.forEach(session -> session.lied(from));
    }
  }

  private static List<Cid> candidates(BitswapMessage.Block block, Multihash hash, Dialect dialect) {
    if (!dialect.hasPrefixes() || block.prefix().isEmpty()) {
      return List.of(Cid.v1(Cid.RAW, hash), Cid.v1(Cid.DAG_PB, hash));
    }
    return codec(block.prefix(), hash).map(codec -> List.of(Cid.v1(codec, hash))).orElse(List.of());
  }

  /** The codec of a prefix; nothing if it is of another hash function, or no prefix. */
  private static Optional<Long> codec(Bytes prefix, Multihash hash) {
    try {
      // With the digest behind it, a prefix is a CID; that of version 0 stands for dag-pb.
      Bytes whole = Bytes.concat(prefix, hash.digest());
      Cid cid = prefix.size() > 0 && prefix.at(0) == 0 ? Cid.v0(hash) : Cid.decode(whole);
      return cid.hash().equals(hash) ? Optional.of(cid.toV1().codec()) : Optional.empty();
    } catch (MultiformatException e) {
      return Optional.empty();
    }
  }

  private static Multihash sha256(ByteBuffer data) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(data.duplicate());
      return new Multihash(Multihash.SHA2_256, Bytes.copyOf(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Ends all sessions, and gives nothing more. Doing it twice changes nothing. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    ticking.cancel();
    host.removeListener(watch);
    Arrays.stream(Dialect.protocols()).forEach(host::unhandle);
    sessions.forEach(BitswapSession::close);
    links.values().forEach(PeerLink::close);
    links.clear();
  }
}
