package dev.ggen.libp2p.content;

import dev.ggen.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which providers one download asks, and when it asks one again that has failed. An engine: belongs
 * to the thread of its download; time is given in nanoseconds.
 */
final class ProviderPool {
  /** Providers that wait for a place; beyond it the least wanted is forgotten. */
  static final int MAX_WAITING = 128;

  static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  /**
   * One to ask.
   *
   * @param likely whether somebody said that it has the archive
   */
  record Candidate(Provider provider, boolean likely) {}

  private record Waiting(Candidate candidate, int failures, long notBefore) {
    PeerId peer() {
      return candidate.provider().peer();
    }

    /** With what is new of the same peer. */
    Waiting with(Candidate more) {
      Provider provider =
          more.provider().addresses().isEmpty() ? candidate.provider() : more.provider();
      boolean likely = candidate.likely() || more.likely();
      return new Waiting(new Candidate(provider, likely), failures, notBefore);
    }
  }

  private final int maxActive;
  private final Comparator<Waiting> byWorth;
  private final Map<PeerId, Waiting> active = new HashMap<>();
  private final Map<PeerId, Waiting> waiting = new LinkedHashMap<>();
  private final Set<PeerId> banned = new HashSet<>();

  /**
   * Makes an empty one.
   *
   * @param order the most wanted first, among those that are as likely to have the archive
   */
  ProviderPool(int maxActive, Comparator<PeerId> order) {
    this.maxActive = maxActive;
    this.byWorth =
        Comparator.comparing((Waiting one) -> !one.candidate().likely())
            .thenComparing(Waiting::peer, order);
  }

  /** Adds one that was found; what is known of it stays, but for new addresses. */
  void found(Provider provider, boolean likely, long now) {
    PeerId peer = provider.peer();
    if (banned.contains(peer)) {
      return;
    }
    Waiting fresh = new Waiting(new Candidate(provider, likely), 0, now);
    if (active.containsKey(peer)) {
      active.computeIfPresent(peer, (p, known) -> known.with(fresh.candidate()));
    } else {
      waiting.merge(peer, fresh, (known, more) -> known.with(more.candidate()));
      forgetOne();
    }
  }

  private void forgetOne() {
    if (waiting.size() > MAX_WAITING) {
      waiting.remove(waiting.values().stream().max(byWorth).orElseThrow().peer());
    }
  }

  /** Those to ask now, as far as there are places. */
  List<Candidate> due(long now) {
    if (waiting.isEmpty()) {
      return List.of();
    }
    List<Waiting> due =
        waiting.values().stream()
            .filter(one -> one.notBefore() - now <= 0)
            .sorted(byWorth)
            .limit(maxActive - active.size())
            .toList();
    for (Waiting one : due) {
      waiting.remove(one.peer());
      active.put(one.peer(), one);
    }
    return due.stream().map(Waiting::candidate).toList();
  }

  /** One that was asked has given something: its failures are forgotten. */
  void served(PeerId peer) {
    active.computeIfPresent(peer, (p, w) -> new Waiting(w.candidate(), 0, w.notBefore()));
  }

  /** One that was asked is asked no more, but again after a pause that grows. */
  void failed(PeerId peer, long now) {
    Waiting was = active.remove(peer);
    if (was != null) {
      int failures = was.failures() + 1;
      waiting.put(peer, new Waiting(was.candidate(), failures, now + pause(failures).toNanos()));
      forgetOne();
    }
  }

  private static Duration pause(int failures) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 10));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  /** One is never asked again. */
  void ban(PeerId peer) {
    active.remove(peer);
    waiting.remove(peer);
    banned.add(peer);
  }

  /** How many are being asked. */
  int active() {
    return active.size();
  }
}
