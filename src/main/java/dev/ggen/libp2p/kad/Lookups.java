package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Runs lookups: asks whom {@link Lookup} names, each on a thread of its own, until it is over, the
 * guide has enough or the time has passed. Safe for any number of threads.
 */
final class Lookups {
  private static final System.Logger LOG = System.getLogger(Lookups.class.getName());

  /** Each has some tens of requests under way. */
  private static final int MAX_AT_ONCE = 64;

  /** What a lookup is after. Called by the thread that runs it. */
  @FunctionalInterface
  interface Guide {
    /**
     * Takes a peer's answer.
     *
     * @throws ProtocolViolationException if it can't be right; then it counts as none
     */
    void take(PeerId peer, KadMessage answer) throws ProtocolViolationException;

    /** Whether nobody else needs to be asked. */
    default boolean isEnough(Lookup lookup, Instant now) {
      return false;
    }
  }

  /**
   * What has come of it.
   *
   * @param closest the nearest peers that have answered
   * @param nearest the nearest ones that may be there
   * @param converged whether nobody nearer is to be expected
   * @param complete whether all of the nearest have answered
   */
  record Outcome(
      List<PeerId> closest,
      List<PeerId> nearest,
      boolean converged,
      boolean complete,
      int asked,
      int hops) {}

  /** What a peer has said, if anything, and of whom it tells. */
  private record Reply(PeerId peer, Optional<KadMessage> answer, List<PeerId> closer) {}

  private final PeerId self;
  private final KadSettings.Queries settings;
  private final KadClient client;
  private final TableKeeper table;
  private final KadCounters counters;
  private final Executor threads;
  private final Semaphore places = new Semaphore(MAX_AT_ONCE);

  Lookups(
      PeerId self,
      KadSettings.Queries settings,
      KadClient client,
      TableKeeper table,
      KadCounters counters,
      Executor threads) {
    this.self = self;
    this.settings = settings;
    this.client = client;
    this.table = table;
    this.counters = counters;
    this.threads = threads;
  }

  /**
   * Sends a request to the peers nearest to its key, and to those nearer of whom they tell.
   *
   * @param purpose under which it is counted
   * @throws IOException if too many lookups are under way for too long, or on an interrupt
   */
  Outcome run(String purpose, KadMessage request, Duration timeout, Guide guide)
      throws IOException {
    long start = System.nanoTime();
    try {
      if (!places.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException("kad: more than " + MAX_AT_ONCE + " lookups are under way");
      }
      counters.queryBegins();
      boolean answered = false;
      try {
        Outcome outcome = new Running(request, guide, start + timeout.toNanos()).run();
        answered = !outcome.closest.isEmpty();
        return outcome;
      } finally {
        places.release();
        counters.queryEnds(purpose, answered, Duration.ofNanos(System.nanoTime() - start));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("kad: interrupted during a lookup");
    } catch (RejectedExecutionException e) {
      throw new IOException("kad: the DHT is closed", e);
    }
  }

  /** One lookup; owned by the thread that runs it. */
  private final class Running {
    private final KadMessage request;
    private final KadKey target;
    private final Guide guide;
    private final long deadlineNanos;
    private final Lookup lookup;
    private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
    private boolean stopped;

    Running(KadMessage request, Guide guide, long deadlineNanos) {
      this.request = request;
      this.target = KadKey.of(request.key());
      this.guide = guide;
      this.deadlineNanos = deadlineNanos;
      List<PeerId> seeds = table.closest(target, settings.replication());
      this.lookup = new Lookup(self, target, settings.forLookup(), seeds);
    }

    Outcome run() throws InterruptedException {
      while (!stopped && left() > 0 && !lookup.isOver(now())) {
        lookup.next(now()).forEach(peer -> threads.execute(() -> replies.add(ask(peer))));
        Reply reply = replies.poll(Math.min(left(), untilSlow()), TimeUnit.NANOSECONDS);
        if (reply != null) {
          take(reply);
          stopped = guide.isEnough(lookup, now());
        }
      }
      Outcome outcome =
          new Outcome(
              lookup.closest(),
              lookup.nearest(now()),
              lookup.hasConverged(now()),
              !stopped && lookup.isOver(now()),
              lookup.asked(),
              lookup.hops());
      lookup.stop();
      return outcome;
    }

    private long left() {
      return deadlineNanos - System.nanoTime();
    }

    private Instant now() {
      // Only differences count, and these must not jump as the time of day may.
      return Instant.EPOCH.plusNanos(System.nanoTime());
    }

    private long untilSlow() {
      Instant now = now();
      return lookup
          .slowAt(now)
          .map(at -> Duration.between(now, at).toNanos())
          .orElse(Long.MAX_VALUE);
    }

    private Reply ask(PeerId peer) {
      try {
        KadMessage answer = client.ask(peer, request);
        return new Reply(
            peer,
            Optional.of(answer),
            client.learn(peer, answer.closerPeers(), target, settings.replication()));
      } catch (IOException e) {
        return new Reply(peer, Optional.empty(), List.of());
      }
    }

    private void take(Reply reply) {
      try {
        if (reply.answer.isPresent()) {
          guide.take(reply.peer, reply.answer.get());
          lookup.answered(reply.peer, reply.closer);
        } else {
          lookup.failed(reply.peer);
        }
      } catch (ProtocolViolationException e) {
        LOG.log(
            System.Logger.Level.DEBUG,
            "{0} does not tell the truth: {1}",
            reply.peer,
            e.getMessage());
        table.failed(reply.peer);
        lookup.failed(reply.peer);
      }
    }
  }
}
