package dev.ggen.libp2p.bitswap;

import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.PeerId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A peer of a session, as the {@link SessionEngine} sees it, which owns it. Times are in
 * nanoseconds.
 */
final class SessionMember {
  final PeerId id;
  final long since;

  /** How long it may have nothing. */
  final long patience;

  /** Blocks that it owes, with the time at which they were asked for. */
  final Map<Cid, Long> owed = new LinkedHashMap<>();

  /** Blocks that it was asked for and does not owe: it tells when it has one. */
  final Set<Cid> asked = new LinkedHashSet<>();

  final Set<Cid> has = new HashSet<>();
  final Set<Cid> lacks = new HashSet<>();
  int window;
  double bytesPerNano;
  long lastArrival;
  long lastSign;
  long blocks;
  long bytes;
  long firstWait = -1;

  SessionMember(PeerId id, int window, long patience, long now) {
    this.id = id;
    this.patience = patience;
    this.window = window;
    this.since = now;
    this.lastArrival = now;
    this.lastSign = now;
  }
}
