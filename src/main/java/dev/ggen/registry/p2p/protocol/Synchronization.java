package dev.ggen.registry.p2p.protocol;

import dev.ggen.libp2p.host.Connection;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.HostListener;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import dev.ggen.libp2p.transport.Timers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the catalogue equal to those of connected peers, in the background; {@link SyncPlan}
 * decides with whom and when. Tell it who has been identified, by {@link #identified}.
 *
 * <p>Safe for any number of threads. {@link #close} begins no more comparisons; those under way end
 * with the host at the latest.
 */
public final class Synchronization implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Synchronization.class.getName());

  /** How often is looked whether somebody's turn has come. */
  private static final Duration TICK = Duration.ofMillis(100);

  private final RegistryProtocol protocol;
  private final Host host;
  private final SyncSettings settings;
  private final InstantSource clock;
  private final HostListener connections = new Connections();
  private final RegistryProtocolListener arrivals = new Arrivals();

  /** All below are guarded by this. */
  private final SyncPlan plan;

  private @Nullable Instant lastFinished;
  private int lastMissing;
  private long finished;
  private long failed;
  private long received;
  private long sent;
  private boolean closed;

  private Timers.@Nullable Alarm ticks;

  private Synchronization(
      RegistryProtocol protocol,
      SyncSettings settings,
      InstantSource clock,
      RandomGenerator chance) {
    this.protocol = protocol;
    this.host = protocol.host();
    this.settings = settings;
    this.clock = clock;
    this.plan = new SyncPlan(settings, chance, clock.instant());
  }

  /** Begins with the peers that are connected and known to speak the protocol. */
  public static Synchronization start(
      RegistryProtocol protocol,
      SyncSettings settings,
      InstantSource clock,
      RandomGenerator chance) {
    Synchronization started = new Synchronization(protocol, settings, clock, chance);
    started.start();
    return started;
  }

  private synchronized void start() {
    host.addListener(connections);
    protocol.addListener(arrivals);
    host.connections().stream().map(Connection::peer).distinct().forEach(this::identified);
    ticks = host.timers().every(TICK, this::tick);
  }

  private final class Connections implements HostListener {
    @Override
    public void disconnected(Connection connection, String reason) {
      if (host.connection(connection.peer()).isEmpty()) {
        synchronized (Synchronization.this) {
          plan.left(connection.peer(), clock.instant());
        }
      }
    }
  }

  private final class Arrivals implements RegistryProtocolListener {
    @Override
    public void brought(PeerId peer, int kept) {
      synchronized (Synchronization.this) {
        plan.news(peer, clock.instant());
      }
    }
  }

  /** A peer has said which protocols it speaks. */
  public void identified(PeerId peer) {
    if (host.peerStore().speaks(peer, RegistryProtocol.PROTOCOL)
        && host.connection(peer).isPresent()) {
      synchronized (this) {
        plan.met(peer, clock.instant());
      }
    }
  }

  /** Compares soon, as something may have been missed: after a gap in gossip, or a long sleep. */
  public synchronized void hurry() {
    plan.hurry(clock.instant());
  }

  private void tick() {
    List<PeerId> turns;
    synchronized (this) {
      turns = closed ? List.of() : plan.begin(clock.instant());
    }
    turns.forEach(peer -> host.execute(() -> compare(peer)));
  }

  private void compare(PeerId peer) {
    SyncPlan.Ending ending = SyncPlan.Ending.FAILED;
    Duration retryAfter = Duration.ZERO;
    Optional<SyncOutcome> outcome = Optional.empty();
    try {
      SyncOutcome found = protocol.reconcile(peer, settings.deadline());
      outcome = Optional.of(found);
      ending = found.complete() ? SyncPlan.Ending.DONE : SyncPlan.Ending.INCOMPLETE;
    } catch (BusyException e) {
      ending = SyncPlan.Ending.BUSY;
      retryAfter = e.retryAfter();
    } catch (ProtocolViolationException e) {
      ending = SyncPlan.Ending.MISBEHAVED;
      log(peer, e);
    } catch (IOException e) {
      log(peer, e);
    } finally {
      ended(peer, ending, retryAfter, outcome);
    }
  }

  private static void log(PeerId peer, IOException failure) {
    LOG.log(
        System.Logger.Level.DEBUG,
        () -> "comparison with " + peer + " failed: " + failure.getMessage());
  }

  private synchronized void ended(
      PeerId peer, SyncPlan.Ending ending, Duration retryAfter, Optional<SyncOutcome> outcome) {
    Instant now = clock.instant();
    int brought = outcome.map(SyncOutcome::received).orElse(0);
    plan.ended(peer, ending, retryAfter, brought, now);
    received += brought;
    sent += outcome.map(SyncOutcome::sent).orElse(0);
    switch (ending) {
      case DONE -> {
        finished++;
        lastFinished = now;
        lastMissing = brought;
      }
      case INCOMPLETE -> finished++;
      case BUSY -> {}
      case FAILED, MISBEHAVED -> failed++;
    }
  }

  /** How far this node keeps up. */
  public synchronized SyncStatus status() {
    return new SyncStatus(
        lastFinished != null,
        Optional.ofNullable(lastFinished),
        lastMissing,
        plan.running(),
        plan.met(),
        finished,
        failed,
        received,
        sent);
  }

  @Override
  public synchronized void close() {
    closed = true;
    host.removeListener(connections);
    protocol.removeListener(arrivals);
    if (ticks != null) {
      ticks.cancel();
    }
  }
}
