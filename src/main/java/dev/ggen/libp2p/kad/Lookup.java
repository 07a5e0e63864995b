package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The search for the peers nearest to a place: "Peer routing". An engine: no I/O, no clock; one
 * owner, who asks whom {@link #next} names and tells what came of it.
 *
 * <p>It goes on until the {@code beta} nearest peers of those heard of have answered, and then asks
 * the rest of the {@code k} nearest, so that they are known to be there. A peer that is slow holds
 * nobody up: after {@code slowAfter} it neither counts as being asked nor as one of the nearest,
 * though its answer is still welcome; only while fewer than {@code beta} have answered at all is it
 * waited for. One that tells of peers that are not there is believed less and less: once most of
 * what was tried of its word has failed, the rest of it is left alone unless others say the same.
 */
final class Lookup {
  /** So many failures in what one peer has told are bad luck; more are its fault. */
  static final int TOLERATED_FAILURES = 3;

  /** Asked and slow ones together are at most so many times alpha. */
  private static final int MAX_WAITING_FACTOR = 3;

  /**
   * How a lookup goes about it.
   *
   * @param k how many peers are looked for
   * @param alpha how many are asked at the same time
   * @param beta how many of the nearest must have answered
   * @param slowAfter when a peer that has not answered is slow
   */
  record Settings(int k, int alpha, int beta, Duration slowAfter) {
    Settings {
      if (beta < 1 || alpha < 1 || k < beta) {
        throw new IllegalArgumentException(
            "needed: 1 <= beta <= k and 1 <= alpha, not " + beta + ", " + k + ", " + alpha);
      }
    }
  }

  private enum State {
    HEARD,
    WAITING,
    ANSWERED,
    FAILED
  }

  private static final class Candidate {
    final PeerId id;
    final KadKey key;
    final int hops;
    final Set<PeerId> sources = new HashSet<>();
    State state = State.HEARD;
    Instant askedAt = Instant.MAX;

    Candidate(PeerId id, int hops) {
      this.id = id;
      this.key = KadKey.of(id);
      this.hops = hops;
    }
  }

  /** What became of those that one peer has told. */
  private static final class Word {
    int good;
    int bad;

    boolean isDoubtful() {
      return bad > TOLERATED_FAILURES && bad > good;
    }
  }

  private final PeerId self;
  private final KadKey target;
  private final Settings settings;
  private final Map<PeerId, Candidate> candidates = new HashMap<>();
  private final List<Candidate> nearestFirst = new ArrayList<>();
  private final Map<PeerId, Word> words = new HashMap<>();
  private boolean converged;
  private boolean stopped;

  /**
   * A search that begins with some peers.
   *
   * @param self who searches, and is never asked
   * @param seeds the nearest ones of the routing table
   */
  Lookup(PeerId self, KadKey target, Settings settings, Collection<PeerId> seeds) {
    this.self = self;
    this.target = target;
    this.settings = settings;
    seeds.forEach(seed -> hear(seed, 0));
    sort();
  }

  private Optional<Candidate> hear(PeerId peer, int hops) {
    if (peer.equals(self)) {
      return Optional.empty();
    }
    Candidate present = candidates.get(peer);
    if (present == null) {
      present = new Candidate(peer, hops);
      candidates.put(peer, present);
      nearestFirst.add(present);
    }
    return Optional.of(present);
  }

  private void sort() {
    nearestFirst.sort(Comparator.comparing(candidate -> candidate.key, target.nearestFirst()));
  }

  /** Whom to ask now; they count as asked from now on. */
  List<PeerId> next(Instant now) {
    if (isOver(now)) {
      return List.of();
    }
    long waiting = waiting().count();
    long asked = waiting().filter(candidate -> !isSlow(candidate, now)).count();
    long room =
        Math.min(settings.alpha() - asked, (long) MAX_WAITING_FACTOR * settings.alpha() - waiting);
    List<Candidate> chosen =
        hopeful(now)
            .limit(settings.k())
            .filter(candidate -> candidate.state == State.HEARD)
            .limit(Math.max(0, room))
            .toList();
    chosen.forEach(candidate -> {
      candidate.state = State.WAITING;
      candidate.askedAt = now;
    });
    return chosen.stream().map(candidate -> candidate.id).toList();
  }

  private Stream<Candidate> waiting() {
    return nearestFirst.stream().filter(candidate -> candidate.state == State.WAITING);
  }

  private boolean isSlow(Candidate candidate, Instant now) {
    return candidate.state == State.WAITING
        && !now.isBefore(candidate.askedAt.plus(settings.slowAfter()));
  }

  /** Those that have answered, or may do so soon, nearest first. */
  private Stream<Candidate> hopeful(Instant now) {
    return nearestFirst.stream()
        .filter(candidate ->
            switch (candidate.state) {
              case ANSWERED -> true;
              case FAILED -> false;
              case WAITING -> !isSlow(candidate, now);
              case HEARD -> isBelievable(candidate);
            });
  }

  private boolean isBelievable(Candidate candidate) {
    return candidate.sources.isEmpty()
        || candidate.sources.stream().anyMatch(source -> !word(source).isDoubtful());
  }

  private Word word(PeerId source) {
    return words.computeIfAbsent(source, s -> new Word());
  }

  /** Notes a peer's answer; of those that it tells only the {@code k} nearest count. */
  void answered(PeerId peer, Collection<PeerId> closer) {
    Candidate candidate = candidates.get(peer);
    if (candidate == null || candidate.state != State.WAITING) {
      return;
    }
    candidate.state = State.ANSWERED;
    candidate.sources.forEach(source -> word(source).good++);
    target
        .nearest(Set.copyOf(closer), told -> told, settings.k())
        .forEach(told -> hear(told, candidate.hops + 1).ifPresent(heard -> tell(heard, peer)));
    sort();
  }

  private void tell(Candidate heard, PeerId source) {
    // A seed stands for itself: the routing table knows it.
    boolean isSeed = heard.hops == 0;
    if (!isSeed && heard.sources.add(source)) {
      switch (heard.state) {
        case ANSWERED -> word(source).good++;
        case FAILED -> word(source).bad++;
        case HEARD, WAITING -> {}
      }
    }
  }

  /** Notes that a peer can't be reached or does not answer as it should. */
  void failed(PeerId peer) {
    Candidate candidate = candidates.get(peer);
    if (candidate != null && candidate.state == State.WAITING) {
      candidate.state = State.FAILED;
      candidate.sources.forEach(source -> word(source).bad++);
    }
  }

  /** Asks nobody any more: what was looked for is found, or the time is over. */
  void stop() {
    stopped = true;
  }

  /** Whether nobody is left to be asked or waited for. */
  boolean isOver(Instant now) {
    if (stopped) {
      return true;
    }
    if (nearestFirst.stream().filter(c -> c.state == State.ANSWERED).count() < settings.beta()
        && waiting().findAny().isPresent()) {
      return false;
    }
    converged =
        converged || hopeful(now).limit(settings.beta()).allMatch(c -> c.state == State.ANSWERED);
    return converged && hopeful(now).limit(settings.k()).allMatch(c -> c.state == State.ANSWERED);
  }

  /** Whether the nearest peers have been found, though not all of the {@code k} asked yet. */
  boolean hasConverged(Instant now) {
    return isOver(now) || converged;
  }

  /** When a peer becomes slow, so that {@link #next} may name others; empty if none can. */
  Optional<Instant> slowAt(Instant now) {
    return waiting()
        .map(candidate -> candidate.askedAt.plus(settings.slowAfter()))
        .filter(time -> time.isAfter(now))
        .min(Comparator.naturalOrder());
  }

  /** The nearest peers that have answered, at most {@code k}, nearest first. */
  List<PeerId> closest() {
    return nearestFirst.stream()
        .filter(candidate -> candidate.state == State.ANSWERED)
        .limit(settings.k())
        .map(candidate -> candidate.id)
        .toList();
  }

  /** The nearest peers heard of that may be there, asked or not, at most {@code k}. */
  List<PeerId> nearest(Instant now) {
    return hopeful(now).limit(settings.k()).map(candidate -> candidate.id).toList();
  }

  /** How many peers have been asked. */
  int asked() {
    return (int) nearestFirst.stream().filter(c -> c.state != State.HEARD).count();
  }

  /** How many peers lie between this node and the nearest one that has answered; 0 for none. */
  int hops() {
    return nearestFirst.stream()
        .filter(candidate -> candidate.state == State.ANSWERED)
        .mapToInt(candidate -> candidate.hops)
        .findFirst()
        .orElse(0);
  }
}
