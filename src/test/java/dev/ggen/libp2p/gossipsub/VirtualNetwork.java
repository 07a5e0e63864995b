package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.multiformats.PeerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/** Links between peers in virtual time, and what is to happen when. One thread. */
final class VirtualNetwork {
  static final long MILLI = 1_000_000L;
  private static final long LINK_NANOS = 50 * MILLI;

  /** No two links are quite the same. */
  private static final int JITTER_NANOS = (int) (2 * MILLI);

  private static final long REPAIR_NANOS = 250 * MILLI;

  /** A peer as the network sees it. */
  interface Peer {
    PeerId id();

    void connected(PeerId other, boolean outbound);

    void disconnected(PeerId other);

    void received(PeerId from, Rpc rpc);
  }

  private record Event(long time, long number, Runnable what) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  /** One direction of a connection, which keeps the order. */
  private static final class Link {
    final Peer to;
    long lastArrival;
    boolean cut;

    Link(Peer to) {
      this.to = to;
    }
  }

  final Random random;

  /** Part of the RPCs that are lost; control is repeated, as no queue may drop it. */
  double loss;

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Map<PeerId, Map<PeerId, Link>> links = new HashMap<>();
  private long now;
  private long eventNumber;
  private long happened;

  VirtualNetwork(long seed) {
    this.random = new Random(seed);
  }

  long now() {
    return now;
  }

  long happened() {
    return happened;
  }

  void after(long nanos, Runnable what) {
    events.add(new Event(now + nanos, eventNumber++, what));
  }

  void runUntil(long time) {
    while (!events.isEmpty() && events.peek().time() <= time) {
      Event next = events.poll();
      now = next.time();
      happened++;
      next.what().run();
    }
    now = time;
  }

  boolean connect(Peer from, Peer to) {
    Map<PeerId, Link> ofFrom = links.computeIfAbsent(from.id(), id -> new LinkedHashMap<>());
    if (from.equals(to) || ofFrom.containsKey(to.id())) {
      return false;
    }
    ofFrom.put(to.id(), new Link(to));
    links.computeIfAbsent(to.id(), id -> new LinkedHashMap<>()).put(from.id(), new Link(from));
    from.connected(to.id(), true);
    to.connected(from.id(), false);
    return true;
  }

  void cut(Peer one, PeerId other) {
    Link there = links.getOrDefault(one.id(), Map.of()).remove(other);
    if (there == null) {
      return;
    }
    Link back = links.get(other).remove(one.id());
    there.cut = true;
    back.cut = true;
    one.disconnected(other);
    there.to.disconnected(one.id());
  }

  void cutAll(Peer one) {
    neighbours(one.id()).forEach(other -> cut(one, other));
  }

  List<PeerId> neighbours(PeerId of) {
    return new ArrayList<>(links.getOrDefault(of, Map.of()).keySet());
  }

  void send(PeerId from, PeerId to, Rpc rpc, GossipAction.Priority priority) {
    Link link = links.getOrDefault(from, Map.of()).get(to);
    if (link == null) {
      return;
    }
    boolean lost = loss > 0 && random.nextDouble() < loss;
    if (lost && priority != GossipAction.Priority.CONTROL) {
      return;
    }
    long takes = LINK_NANOS + random.nextInt(JITTER_NANOS) + (lost ? REPAIR_NANOS : 0);
    link.lastArrival = Math.max(link.lastArrival, now + takes);
    events.add(
        new Event(
            link.lastArrival,
            eventNumber++,
            () -> {
              if (!link.cut) {
                link.to.received(from, rpc);
              }
            }));
  }
}
