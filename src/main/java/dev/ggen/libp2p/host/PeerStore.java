package dev.ggen.libp2p.host;

import dev.ggen.libp2p.crypto.InvalidSignatureException;
import dev.ggen.libp2p.crypto.PeerRecord;
import dev.ggen.libp2p.crypto.PublicKey;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of peers: libp2p connections, "Peer Metadata Storage". Addresses expire, but for
 * those of connected peers. Bounded: of the peers that are not connected, the one used longest ago
 * is forgotten first. Safe for any number of threads.
 */
public final class PeerStore {
  /** For addresses that somebody told us. */
  public static final Duration TOLD = Duration.ofMinutes(30);

  /** For addresses that the peer itself told us, counted from the end of its connection. */
  public static final Duration IDENTIFIED = Duration.ofHours(1);

  /** For addresses from the configuration. */
  public static final Duration PERMANENT = Duration.ofDays(36_500);

  /** Some kilobytes each. */
  public static final int MAX_PEERS = 10_000;

  /** Of one peer. */
  public static final int MAX_ADDRESSES = 64;

  /** Nodes speak some twenty. */
  public static final int MAX_PROTOCOLS = 256;

  private static final class Entry {
    final Map<Multiaddr, Instant> addresses = new LinkedHashMap<>();
    Set<String> protocols = Set.of();
    @Nullable String agentVersion;
    @Nullable String protocolVersion;
    @Nullable PublicKey key;
    @Nullable Bytes signedRecord;
    List<Multiaddr> signedAddresses = List.of();
    long sequence = -1;
    int connections;
  }

  private final InstantSource clock;
  private final int maxPeers;
  private final Map<PeerId, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  /** An empty store; the clock decides what has expired. */
  public PeerStore(InstantSource clock) {
    this(clock, MAX_PEERS);
  }

  PeerStore(InstantSource clock, int maxPeers) {
    this.clock = clock;
    this.maxPeers = maxPeers;
  }

  /** Adds addresses, or makes them last longer. Beyond the limit those that end first go. */
  public synchronized void add(PeerId peer, Collection<Multiaddr> addresses, Duration lifetime) {
    if (addresses.isEmpty()) {
      return;
    }
    Entry entry = entry(peer);
    Instant until = clock.instant().plus(lifetime);
    for (Multiaddr address : addresses) {
      entry.addresses.merge(address.withoutPeerId(), until, (a, b) -> a.isAfter(b) ? a : b);
    }
    while (entry.addresses.size() > MAX_ADDRESSES) {
      Multiaddr first =
          entry.addresses.entrySet().stream()
              .min(Map.Entry.comparingByValue(Comparator.naturalOrder()))
              .orElseThrow()
              .getKey();
      entry.addresses.remove(first);
    }
  }

  /** The addresses that have not expired; of a connected peer all. */
  public synchronized List<Multiaddr> addresses(PeerId peer) {
    Entry entry = entries.get(peer);
    return entry == null ? List.of() : live(entry);
  }

  private List<Multiaddr> live(Entry entry) {
    if (entry.connections == 0) {
      Instant now = clock.instant();
      entry.addresses.values().removeIf(until -> !until.isAfter(now));
    }
    return new ArrayList<>(entry.addresses.keySet());
  }

  /**
   * Takes a signed record: its addresses become known.
   *
   * @return whether it is newer than what was known
   * @throws InvalidSignatureException if the peer has not signed it
   */
  public boolean accept(PeerId peer, Bytes envelope) throws InvalidSignatureException {
    if (isKnown(peer, envelope)) {
      return false;
    }
    PeerRecord opened = PeerRecord.open(envelope);
    if (!opened.peer().equals(peer)) {
      throw new InvalidSignatureException("a record of " + opened.peer() + " sent by " + peer);
    }
    synchronized (this) {
      Entry entry = entry(peer);
      if (opened.sequence() <= entry.sequence) {
        return false;
      }
      entry.sequence = opened.sequence();
      entry.signedRecord = envelope;
      entry.signedAddresses = List.copyOf(opened.addresses());
      add(peer, opened.addresses(), IDENTIFIED);
      return true;
    }
  }

  /** Then it has been checked before, and its addresses are good for another while. */
  private synchronized boolean isKnown(PeerId peer, Bytes envelope) {
    Entry entry = entries.get(peer);
    if (entry == null || !Objects.equals(envelope, entry.signedRecord)) {
      return false;
    }
    add(peer, entry.signedAddresses, IDENTIFIED);
    return true;
  }

  /** Replaces the protocols that a peer says it speaks; at most {@link #MAX_PROTOCOLS} are kept. */
  public synchronized void protocols(PeerId peer, Set<String> protocols) {
    entry(peer).protocols = Set.copyOf(protocols.stream().sorted().limit(MAX_PROTOCOLS).toList());
  }

  /** Replaces what a peer says of its program and its family of networks. */
  public synchronized void versions(PeerId peer, String agent, String protocol) {
    Entry entry = entry(peer);
    entry.agentVersion = agent;
    entry.protocolVersion = protocol;
  }

  /** Whether the peer has said that it speaks a protocol. */
  public synchronized boolean speaks(PeerId peer, String protocol) {
    Entry entry = entries.get(peer);
    return entry != null && entry.protocols.contains(protocol);
  }

  /** What is known; empty facts of an unknown peer. */
  public synchronized PeerFacts facts(PeerId peer) {
    Entry entry = entries.getOrDefault(peer, new Entry());
    return new PeerFacts(
        live(entry),
        entry.protocols,
        Optional.ofNullable(entry.agentVersion),
        Optional.ofNullable(entry.protocolVersion),
        Optional.ofNullable(entry.key),
        Optional.ofNullable(entry.signedRecord));
  }

  /** The peers that something is known of, in no order. */
  public synchronized List<PeerId> peers() {
    return List.copyOf(entries.keySet());
  }

  /** Forgets all of a peer. */
  public synchronized void forget(PeerId peer) {
    entries.remove(peer);
  }

  synchronized void connected(PeerId peer, PublicKey key) {
    Entry entry = entry(peer);
    entry.key = key;
    entry.connections++;
  }

  synchronized void disconnected(PeerId peer) {
    Entry entry = entries.get(peer);
    if (entry != null && entry.connections > 0 && --entry.connections == 0) {
      Instant until = clock.instant().plus(IDENTIFIED);
      Map<Multiaddr, Instant> last = new HashMap<>(entry.addresses);
      last.forEach((a, before) -> entry.addresses.put(a, before.isAfter(until) ? before : until));
    }
  }

  private Entry entry(PeerId peer) {
    Entry entry = entries.computeIfAbsent(peer, p -> new Entry());
    if (entries.size() > maxPeers) {
      Iterator<Entry> oldestFirst = entries.values().iterator();
      while (oldestFirst.hasNext()) {
        Entry candidate = oldestFirst.next();
        if (candidate.connections == 0 && !candidate.equals(entry)) {
          oldestFirst.remove();
          break;
        }
      }
    }
    return entry;
  }
}
