package dev.ggen.libp2p.host;

import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.security.SecureChannel;
import dev.ggen.libp2p.security.WrongPeerException;
import dev.ggen.libp2p.transport.RawConnection;
import dev.ggen.libp2p.transport.Transport;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Brings connections about. Those who want the same peer at the same time get the same one. */
final class Dialer {
  private final Host host;
  private final HostSettings settings;
  private final Upgrader upgrader;
  private final Threads threads;
  private final InstantSource clock;
  private final DialNames names;
  private final DialBackoff backoff = new DialBackoff();
  private final Map<PeerId, CompletableFuture<Connection>> underWay = new ConcurrentHashMap<>();

  Dialer(
      Host host, HostSettings settings, Upgrader upgrader, Threads threads, InstantSource clock) {
    this.host = host;
    this.settings = settings;
    this.upgrader = upgrader;
    this.threads = threads;
    this.clock = clock;
    this.names = new DialNames(settings.resolver(), settings.dialTimeout());
  }

  /** A connection to a peer by any of its addresses. Those that failed lately are left out. */
  Connection dial(PeerId peer, Collection<Multiaddr> addresses) throws IOException {
    CompletableFuture<Connection> mine = new CompletableFuture<>();
    CompletableFuture<Connection> first = underWay.putIfAbsent(peer, mine);
    if (first == null) {
      threads.execute(() -> dial(peer, addresses, mine));
    }
    return await(first == null ? mine : first);
  }

  /** Whoever dials from the moment on at which others hear of the outcome begins anew. */
  private void dial(
      PeerId peer, Collection<Multiaddr> addresses, CompletableFuture<Connection> outcome) {
    Runnable tell;
    try {
      Connection connection = race(peer, addresses);
      tell = () -> outcome.complete(connection);
    } catch (IOException | RuntimeException e) {
      tell = () -> outcome.completeExceptionally(e);
    } catch (InterruptedException e) {
      tell = () -> outcome.completeExceptionally(new IOException("the host is closing", e));
    } finally {
      underWay.remove(peer, outcome);
    }
    tell.run();
  }

  private static Connection await(CompletableFuture<Connection> dial) throws IOException {
    try {
      // Bounded: two races of at most sixteen attempts that overlap, and the names in between.
      return dial.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while connecting");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Names are looked up only if nothing else leads there: they are the peer's own choice. */
  private Connection race(PeerId peer, Collection<Multiaddr> addresses)
      throws IOException, InterruptedException {
    List<Exception> failures = new ArrayList<>();
    List<Multiaddr> named = addresses.stream().filter(DialNames::isName).toList();
    List<Multiaddr> direct = addresses.stream().filter(a -> !DialNames.isName(a)).toList();
    try {
      return race(peer, direct, failures);
    } catch (DialException e) {
      if (named.isEmpty()) {
        throw e;
      }
      return race(peer, names.lookUp(named, failures), failures);
    }
  }

  /** Adds the reason of each address that does not lead there. */
  private Connection race(PeerId peer, List<Multiaddr> addresses, List<Exception> failures)
      throws IOException, InterruptedException {
    List<Multiaddr> plan =
        DialPlan.of(
            addresses.stream().map(Multiaddr::withoutPeerId).toList(),
            address -> permitted(address, failures));
    return new DialRace(peer, plan, failures, threads, address -> attempt(address, peer)).run();
  }

  private boolean permitted(Multiaddr address, List<Exception> refused) {
    String reason = null;
    if (!settings.accessRules().permits(address)) {
      reason = "the access rules deny " + address;
    } else if (transport(address) == null) {
      reason = "no transport for " + address;
    } else if (host.listenAddresses().contains(address)) {
      reason = address + " is this host's own";
    } else if (backoff.isBlocked(address, clock.instant())) {
      reason = address + " failed a moment ago and is left alone for a while";
    }
    if (reason != null) {
      refused.add(new IOException(reason));
    }
    return reason == null;
  }

  /** Dials one address, whoever answers if {@code expected} is null. */
  Connection attempt(Multiaddr address, @Nullable PeerId expected) throws IOException {
    Transport transport = transport(address);
    if (transport == null) {
      throw new IOException("no transport for " + address);
    }
    if (!settings.accessRules().permits(address)) {
      throw new IOException("the access rules deny " + address);
    }
    Duration timeout = settings.dialTimeout();
    boolean reached = false;
    try {
      RawConnection raw = transport.dial(address, timeout);
      SecureChannel channel = upgrader.outbound(raw, expected, timeout);
      reached = true;
      backoff.succeeded(address);
      return host.add(raw, channel, Direction.OUTBOUND);
    } catch (WrongPeerException e) {
      backoff.failed(address, clock.instant());
      throw e;
    } catch (IOException e) {
      if (!reached && !Thread.currentThread().isInterrupted()) {
        backoff.failed(address, clock.instant());
      }
      throw e instanceof ResourceExhaustedException
          ? e
          : new IOException(address + ": " + e.getMessage(), e);
    }
  }

  private @Nullable Transport transport(Multiaddr address) {
    return settings.transports().stream()
        .filter(transport -> transport.supports(address))
        .findFirst()
        .orElse(null);
  }
}
