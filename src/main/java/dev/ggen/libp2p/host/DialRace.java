package dev.ggen.libp2p.host;

import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tries the addresses of a plan in their order, each a moment after the one before or as soon as
 * that has failed; the first to succeed wins and the others are called off. RFC 8305, section 5.
 * One thread runs it; each attempt has one of its own.
 */
final class DialRace {
  /** RFC 8305, section 5: "Connection Attempt Delay". */
  static final Duration STAGGER = Duration.ofMillis(250);

  /** Connects to an address and secures the connection; must end when interrupted. */
  @FunctionalInterface
  interface Attempt {
    Connection dial(Multiaddr address) throws IOException;
  }

  private record Outcome(@Nullable Connection connection, @Nullable Exception failure) {}

  private final PeerId peer;
  private final List<Multiaddr> plan;
  private final Threads threads;
  private final Attempt attempt;
  private final BlockingQueue<Outcome> outcomes;
  private final List<Thread> running = new ArrayList<>();
  private final List<Exception> failures;
  private int failed;
  private int started;
  private volatile boolean over;

  /** To {@code failures}, where others may stand already, it adds the reason of each attempt. */
  DialRace(
      PeerId peer,
      List<Multiaddr> plan,
      List<Exception> failures,
      Threads threads,
      Attempt attempt) {
    this.peer = peer;
    this.plan = plan;
    this.failures = failures;
    this.threads = threads;
    this.attempt = attempt;
    this.outcomes = new ArrayBlockingQueue<>(Math.max(1, plan.size()));
  }

  /** The first connection, or {@link DialException} with every address's reason. */
  Connection run() throws IOException, InterruptedException {
    try {
      while (failed < plan.size()) {
        if (started < plan.size()) {
          start(plan.get(started++));
        }
        Outcome outcome = next();
        while (outcome != null) {
          if (outcome.connection() != null) {
            return outcome.connection();
          }
          failures.add(outcome.failure());
          failed++;
          outcome = started == failed ? null : outcomes.poll();
        }
      }
      throw new DialException(peer, failures);
    } finally {
      over = true;
      running.forEach(Thread::interrupt);
    }
  }

  private @Nullable Outcome next() throws InterruptedException {
    // Each attempt is bounded in time by itself.
    return started == plan.size()
        ? outcomes.take()
        : outcomes.poll(STAGGER.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void start(Multiaddr address) {
    running.add(
        threads.start(() -> {
          Outcome outcome;
          try {
            Connection connection = attempt.dial(address);
            outcome = new Outcome(connection, null);
            if (over) {
              // Another was faster.
              connection.close();
            }
          } catch (IOException | RuntimeException e) {
            outcome = new Outcome(null, e);
          }
          outcomes.add(outcome);
        }));
  }
}
