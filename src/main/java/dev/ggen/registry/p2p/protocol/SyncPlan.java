package dev.ggen.registry.p2p.protocol;

import dev.ggen.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides with whom to compare catalogues and when, an engine:
 *
 * <ul>
 *   <li>with each peer soon after it was met;
 *   <li>each period with one taken at random;
 *   <li>with the others, a few at a time, soon after a comparison, or a peer's, has brought
 *       something here, so that what two parts of a network know reaches everybody when they meet;
 *   <li>again soon when a limit left something out, later and later after failures, and not for
 *       long after a peer has misbehaved, even if it comes anew.
 * </ul>
 *
 * One owner.
 */
final class SyncPlan {
  /** Peers that are remembered: all that are connected, and some that misbehaved before. */
  static final int MAX_PEERS = 4_096;

  /** To how many others news are passed on at a time; most of the rest hear it from those. */
  static final int FAN_OUT = 3;

  /** Between the first few others and the next. */
  static final Duration NEXT_FEW = Duration.ofSeconds(1);

  /** How often a peer is told news at most: a long push brings some all the time. */
  static final Duration PAUSE = Duration.ofSeconds(2);

  /** How a comparison ended. */
  enum Ending {
    DONE,
    INCOMPLETE,
    BUSY,
    FAILED,
    MISBEHAVED
  }

  private static final class Peer {
    final PeerId id;
    boolean met;
    boolean running;
    int failures;

    /** When its turn comes; null if only by chance. */
    @Nullable Instant due;

    /** When the last comparison with it began. */
    Instant begun = Instant.EPOCH;

    /** Until then its turn does not come. */
    Instant leftAloneUntil = Instant.MIN;

    Peer(PeerId id) {
      this.id = id;
    }

    boolean isGood(Instant now) {
      return met && !leftAloneUntil.isAfter(now);
    }

    boolean isReady(Instant now) {
      return isGood(now) && !running;
    }
  }

  private final SyncSettings settings;
  private final RandomGenerator chance;
  private final Map<PeerId, Peer> peers = new LinkedHashMap<>();
  private Instant nextRound;
  private int running;

  SyncPlan(SyncSettings settings, RandomGenerator chance, Instant now) {
    this.settings = settings;
    this.chance = chance;
    this.nextRound = now.plus(period());
  }

  private Duration period() {
    return settings.period().multipliedBy(800 + chance.nextInt(401)).dividedBy(1_000);
  }

  private Instant soon(Instant now) {
    return now.plusNanos(chance.nextLong(settings.jitter().toNanos() + 1));
  }

  /** A peer is connected and speaks the protocol. */
  void met(PeerId id, Instant now) {
    Peer peer = peers.computeIfAbsent(id, Peer::new);
    if (!peer.met) {
      peer.met = true;
      peer.failures = 0;
      peer.due = soon(now);
      forgetBeyondLimit();
    }
  }

  private void forgetBeyondLimit() {
    if (peers.size() > MAX_PEERS) {
      peers.values().stream()
          .filter(peer -> !peer.running)
          .min(Comparator.comparing((Peer peer) -> peer.met).thenComparing(p -> p.leftAloneUntil))
          .ifPresent(peer -> peers.remove(peer.id));
    }
  }

  /** A peer is connected no more. */
  void left(PeerId id, Instant now) {
    Peer peer = peers.get(id);
    if (peer != null) {
      peer.met = false;
      peer.due = null;
      if (!peer.running && !peer.leftAloneUntil.isAfter(now)) {
        peers.remove(id);
      }
    }
  }

  /**
   * Something came from a peer that others may not know: also one with which a comparison is under
   * way, as that began before.
   */
  void news(PeerId from, Instant now) {
    List<Peer> others = new ArrayList<>();
    for (Peer peer : peers.values()) {
      if (peer.isGood(now) && !peer.id.equals(from)) {
        others.add(peer);
      }
    }
    Collections.shuffle(others, java.util.Random.from(chance));
    for (int i = 0; i < others.size(); i++) {
      Peer peer = others.get(i);
      Instant turn = soon(now).plus(NEXT_FEW.multipliedBy(i / FAN_OUT));
      Instant earliest = peer.begun.plus(PAUSE);
      hasten(peer, turn.isAfter(earliest) ? turn : earliest);
    }
  }

  private static void hasten(Peer peer, Instant time) {
    if (peer.due == null || peer.due.isAfter(time)) {
      peer.due = time;
    }
  }

  /** Something may have been missed: the next period begins now. */
  void hurry(Instant now) {
    nextRound = now;
  }

  /** The peers with which to begin now; each is followed by {@link #ended}. */
  List<PeerId> begin(Instant now) {
    List<Peer> turns = new ArrayList<>();
    List<Peer> ready = new ArrayList<>();
    for (Peer peer : peers.values()) {
      if (peer.isReady(now)) {
        if (peer.due != null && !peer.due.isAfter(now)) {
          turns.add(peer);
        } else if (peer.due == null) {
          ready.add(peer);
        }
      }
    }
    turns.sort(Comparator.comparing(peer -> peer.due));
    if (!nextRound.isAfter(now)) {
      nextRound = now.plus(period());
      if (turns.isEmpty() && !ready.isEmpty()) {
        turns.add(ready.get(chance.nextInt(ready.size())));
      }
    }
    List<PeerId> begun = new ArrayList<>();
    for (Peer peer : turns) {
      if (running < settings.maxAtOnce()) {
        running++;
        peer.running = true;
        peer.begun = now;
        peer.due = null;
        begun.add(peer.id);
      }
    }
    return begun;
  }

  /**
   * A comparison has ended.
   *
   * @param retryAfter what a busy peer wishes
   * @param received entries that are new here
   */
  void ended(PeerId id, Ending ending, Duration retryAfter, int received, Instant now) {
    Peer peer = peers.get(id);
    if (peer == null || !peer.running) {
      throw new IllegalStateException("no comparison with " + id + " is under way");
    }
    running--;
    peer.running = false;
    switch (ending) {
      case DONE -> peer.failures = 0;
      case INCOMPLETE -> {
        peer.failures = 0;
        // What brings nothing, for it is not wanted here, need not be hurried.
        if (received > 0) {
          hasten(peer, soon(now));
        }
      }
      case BUSY -> peer.due = soon(now.plus(retryAfter));
      case FAILED -> {
        peer.failures++;
        peer.due = now.plus(retry(peer.failures));
      }
      case MISBEHAVED -> peer.leftAloneUntil = now.plus(settings.lastRetry());
    }
    if (received > 0) {
      news(id, now);
    }
    if (!peer.met) {
      left(id, now);
    }
  }

  private Duration retry(int failures) {
    Duration doubled = settings.firstRetry().multipliedBy(1L << Math.min(failures - 1, 20));
    return doubled.compareTo(settings.lastRetry()) < 0 ? doubled : settings.lastRetry();
  }

  /** How many comparisons are under way. */
  int running() {
    return running;
  }

  /** How many peers are connected and speak the protocol. */
  int met() {
    return (int) peers.values().stream().filter(peer -> peer.met).count();
  }
}
