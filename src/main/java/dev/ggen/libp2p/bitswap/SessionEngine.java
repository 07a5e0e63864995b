package dev.ggen.libp2p.bitswap;

import dev.ggen.libp2p.bitswap.BitswapMessage.Want;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides for one download which blocks are asked of which peer, without I/O, thread or clock:
 * "Sessions". Each peer has a window of blocks that follows its speed, so that a fast one has
 * always something to send and a slow one little to keep back. Blocks that few have are asked
 * first, and among those a random one, so that many who download the same at once soon have
 * different blocks for each other. What a peer owes for long is asked of another too.
 */
final class SessionEngine {
  /** Presences that are asked of a peer at once, and remembered of it. */
  static final int MAX_ASKED = 1_024;

  /**
   * What may be on its way to one session: it may all have to wait in memory for the disk. A peer
   * that owes nothing is asked for one block nevertheless.
   */
  static final long MAX_OWED_BYTES = 20L << 20;

  /** So few blocks are asked of two peers: "endgame". */
  private static final int LAST = 4;

  /** So many candidates for the next block are looked at. */
  private static final int MAX_CANDIDATES = 512;

  private static final double NEW_SHARE = 0.3;

  /** What is to be done. */
  sealed interface Action {
    /** To send to a peer. */
    record Ask(PeerId peer, List<Want> wants) implements Action {}

    /** A peer is asked no more. */
    record Part(PeerId peer, SessionEnding ending, long blocks, long bytes, long waitedNanos)
        implements Action {}
  }

  private final BitswapSettings settings;
  private final Random random;
  private final Set<Cid> wanted = new LinkedHashSet<>();
  private final Map<Cid, Set<SessionMember>> askedOf = new HashMap<>();
  private final Map<PeerId, SessionMember> members = new LinkedHashMap<>();
  private List<Action> actions = new ArrayList<>();
  private Map<PeerId, List<Want>> asks = new LinkedHashMap<>();

  /** Smoothed size of a block, for windows. */
  private double blockBytes = 1 << 20;

  SessionEngine(BitswapSettings settings, Random random) {
    this.settings = settings;
    this.random = random;
  }

  // Events.

  List<Action> want(Collection<Cid> blocks, long now) {
    wanted.addAll(blocks);
    return done(now);
  }

  List<Action> added(PeerId peer, Duration patience, long now) {
    members.putIfAbsent(
        peer, new SessionMember(peer, settings.firstWindow(), patience.toNanos(), now));
    return done(now);
  }

  /** A peer is gone, or is not to be asked any more. */
  List<Action> removed(PeerId peer, SessionEnding ending, long now) {
    SessionMember member = members.get(peer);
    if (member != null) {
      part(member, ending);
    }
    return done(now);
  }

  /** Whether a block is wanted at all; others need not even be hashed. */
  boolean wants(Cid cid) {
    return wanted.contains(cid);
  }

  /** Whether a peer owes anything. */
  boolean owes(PeerId peer) {
    SessionMember member = members.get(peer);
    return member != null && !(member.owed.isEmpty() && member.asked.isEmpty());
  }

  /** A peer has given a wanted block; what follows from that comes by {@link #arrived}. */
  void gave(PeerId from, Cid cid, int bytes, long now) {
    SessionMember member = members.get(from);
    if (member != null) {
      Long askedAt = member.owed.get(cid);
      if (askedAt != null && member.firstWait < 0) {
        member.firstWait = now - askedAt;
      }
      member.blocks++;
      member.bytes += bytes;
    }
  }

  /** A block has come that is what was asked for. */
  List<Action> arrived(PeerId from, Cid cid, int bytes, long now) {
    SessionMember member = members.get(from);
    if (member != null) {
      measure(member, cid, bytes, now);
    }
    if (wanted.remove(cid)) {
      blockBytes += NEW_SHARE / 4 * (bytes - blockBytes);
      for (SessionMember other : members.values()) {
        boolean owed = other.owed.remove(cid) != null;
        boolean open = other.asked.remove(cid) || owed;
        if (open && !other.id.equals(from)) {
          cancel(other, cid);
        }
        other.has.remove(cid);
        other.lacks.remove(cid);
      }
      askedOf.remove(cid);
    }
    return done(now);
  }

  private void measure(SessionMember member, Cid cid, int bytes, long now) {
    Long askedAt = member.owed.get(cid);
    long since = Math.max(member.lastArrival, askedAt == null ? member.since : askedAt);
    double rate = bytes / (double) Math.max(1, now - since);
    member.bytesPerNano =
        member.bytesPerNano == 0
            ? rate
            : member.bytesPerNano + NEW_SHARE * (rate - member.bytesPerNano);
    member.lastArrival = now;
    double ahead = member.bytesPerNano * settings.ahead().toNanos() / Math.max(1, blockBytes);
    int fitting = Math.clamp(Math.round(ahead), 1, settings.maxWindow());
    // Up step by step, down at once.
    member.window = Math.min(fitting, Math.min(settings.maxWindow(), member.window * 2));
    takeBack(member);
  }

  /** What a slow peer would keep back for long, others may give sooner. */
  private void takeBack(SessionMember member) {
    double nanosOfBlock = blockBytes / Math.max(1e-9, member.bytesPerNano);
    while (members.size() > 1
        && member.owed.size() > Math.max(1, member.window)
        && member.owed.size() * nanosOfBlock > settings.slow().toNanos()) {
      Cid last = List.copyOf(member.owed.keySet()).getLast();
      release(member, last);
      cancel(member, last);
    }
  }

  /** A peer is sending; a block is not there yet. */
  void progress(PeerId from, long now) {
    SessionMember member = members.get(from);
    if (member != null) {
      member.lastSign = now;
    }
  }

  private void cancel(SessionMember member, Cid cid) {
    asks(member).add(Want.cancel(cid));
  }

  List<Action> presences(PeerId from, List<BitswapMessage.Presence> presences, long now) {
    SessionMember member = members.get(from);
    if (member == null) {
      return List.of();
    }
    for (BitswapMessage.Presence presence : presences) {
      Cid cid = presence.cid().toV1();
      if (!wanted.contains(cid)) {
        continue;
      }
      if (presence.has()) {
        member.has.add(cid);
        member.lacks.remove(cid);
      } else {
        member.lacks.add(cid);
        member.has.remove(cid);
        release(member, cid);
        member.asked.add(cid); // the want stays open there: it tells, or sends it, once it has it
      }
    }
    return done(now);
  }

  private void release(SessionMember member, Cid cid) {
    member.owed.remove(cid);
    Set<SessionMember> of = askedOf.get(cid);
    if (of != null && of.remove(member) && of.isEmpty()) {
      askedOf.remove(cid);
    }
  }

  /** Time has passed; to be called now and then. */
  List<Action> tick(long now) {
    for (SessionMember member : List.copyOf(members.values())) {
      long silent =
          now - Math.max(Math.max(member.lastArrival, member.lastSign), oldestDebt(member, now));
      if (!member.owed.isEmpty() && silent > settings.stalled().toNanos()) {
        part(member, SessionEnding.STALLED);
      }
    }
    return done(now);
  }

  private static long oldestDebt(SessionMember member, long now) {
    return member.owed.values().stream().mapToLong(Long::longValue).min().orElse(now);
  }

  private void part(SessionMember member, SessionEnding ending) {
    members.remove(member.id);
    List.copyOf(member.owed.keySet()).forEach(cid -> release(member, cid));
    asks.remove(member.id);
    actions.add(
        new Action.Part(
            member.id, ending, member.blocks, member.bytes, Math.max(0, member.firstWait)));
  }

  // Decisions.

  private List<Action> done(long now) {
    inquire();
    assign(now);
    partUseless(now);
    asks.forEach((peer, wants) -> actions.add(new Action.Ask(peer, List.copyOf(wants))));
    List<Action> taken = actions;
    actions = new ArrayList<>();
    asks = new LinkedHashMap<>();
    return taken;
  }

  private List<Want> asks(SessionMember member) {
    return asks.computeIfAbsent(member.id, p -> new ArrayList<>());
  }

  /** Who has given nothing, has nothing and has said so for long enough. */
  private void partUseless(long now) {
    if (wanted.isEmpty()) {
      return;
    }
    for (SessionMember member : List.copyOf(members.values())) {
      boolean idle = member.blocks == 0 && member.owed.isEmpty() && member.has.isEmpty();
      boolean answered = !member.lacks.isEmpty() && member.lacks.containsAll(member.asked);
      if (idle && answered && now - member.since >= member.patience) {
        part(member, SessionEnding.HAS_NOTHING);
      }
    }
  }

  /** With several peers it pays to know who has what. */
  private void inquire() {
    if (members.size() < 2) {
      return;
    }
    for (SessionMember member : members.values()) {
      for (Cid cid : wanted) {
        if (member.asked.size() >= MAX_ASKED) {
          break;
        }
        if (!member.asked.contains(cid) && !member.owed.containsKey(cid)) {
          member.asked.add(cid);
          asks(member).add(Want.have(cid));
        }
      }
    }
  }

  private void assign(long now) {
    boolean more = true;
    while (more) {
      more = false;
      // One block for each in turn, the fastest first.
      for (SessionMember member : byExpectedWait()) {
        if (member.owed.size() < member.window && (member.owed.isEmpty() || hasRoom())) {
          Cid next = nextFor(member, now);
          if (next != null) {
            member.owed.put(next, now);
            askedOf.computeIfAbsent(next, c -> new HashSet<>()).add(member);
            asks(member).add(Want.block(next));
            more = true;
          }
        }
      }
    }
  }

  private boolean hasRoom() {
    long owed = members.values().stream().mapToLong(member -> member.owed.size()).sum();
    return (owed + 1) * blockBytes <= MAX_OWED_BYTES;
  }

  private List<SessionMember> byExpectedWait() {
    List<SessionMember> order = new ArrayList<>(members.values());
    order.sort(
        Comparator.comparingDouble(
            member -> member.owed.size() / Math.max(1e-9, member.bytesPerNano)));
    return order;
  }

  private @Nullable Cid nextFor(SessionMember member, long now) {
    Cid best = null;
    long bestRank = Long.MAX_VALUE;
    boolean alone = members.size() == 1;
    boolean endgame = wanted.size() <= LAST;
    int candidates = 0;
    for (Cid cid : wanted) {
      if (member.owed.containsKey(cid) || member.lacks.contains(cid)) {
        continue;
      }
      Set<SessionMember> of = askedOf.get(cid);
      if (of != null && !isToBeDoubled(member, cid, of, endgame, now)) {
        continue;
      }
      if (alone) {
        return cid;
      }
      if (++candidates > MAX_CANDIDATES) {
        break;
      }
      long rank = rank(member, cid, of != null);
      if (rank < bestRank) {
        bestRank = rank;
        best = cid;
      }
    }
    return best;
  }

  /** Known to be there before unknown, rare before common, not asked yet before asked. */
  private long rank(SessionMember member, Cid cid, boolean asked) {
    long holders = members.values().stream().filter(other -> other.has.contains(cid)).count();
    long unknown = member.has.contains(cid) ? 0 : 1;
    long doubled = asked ? 1 : 0;
    return ((doubled * 2 + unknown) * 1_000 + Math.min(999, holders)) * 1_000_000
        + random.nextInt(1_000_000);
  }

  /** Whether a block that others owe is to be asked of this peer too. */
  private boolean isToBeDoubled(
      SessionMember member, Cid cid, Set<SessionMember> of, boolean endgame, long now) {
    if (of.size() > 1) {
      return false;
    }
    SessionMember other = of.iterator().next();
    Long askedAt = other.owed.get(cid);
    long waited = askedAt == null ? 0 : now - askedAt;
    if (waited > settings.slow().toNanos()) {
      return true;
    }
    return endgame
        && member.owed.isEmpty()
        && member.bytesPerNano > 0
        && other.bytesPerNano < member.bytesPerNano / 2;
  }

  /** Everything that is still asked of peers is called off. */
  List<Action> close() {
    for (SessionMember member : members.values()) {
      Set<Cid> all = new LinkedHashSet<>(member.owed.keySet());
      all.addAll(member.asked);
      all.forEach(cid -> asks(member).add(Want.cancel(cid)));
    }
    for (SessionMember member : List.copyOf(members.values())) {
      List<Want> wants = asks.get(member.id);
      if (wants != null) {
        actions.add(new Action.Ask(member.id, List.copyOf(wants)));
      }
      part(member, SessionEnding.DONE);
    }
    wanted.clear();
    List<Action> taken = actions;
    actions = new ArrayList<>();
    return taken;
  }

  /** How many blocks a peer owes, for tests. */
  int owed(PeerId peer) {
    SessionMember member = members.get(peer);
    return member == null ? 0 : member.owed.size();
  }

  /** The peers of the session. */
  Set<PeerId> peers() {
    return Set.copyOf(members.keySet());
  }
}
