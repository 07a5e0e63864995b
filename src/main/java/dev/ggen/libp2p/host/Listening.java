package dev.ggen.libp2p.host;

import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.Protocol;
import dev.ggen.libp2p.security.SecureChannel;
import dev.ggen.libp2p.transport.Listener;
import dev.ggen.libp2p.transport.RawConnection;
import dev.ggen.libp2p.transport.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Where a host listens: accepts connections and secures them, each on a thread of its own. */
final class Listening {
  private static final System.Logger LOG = System.getLogger(Listening.class.getName());

  /** A pause after the system refused to accept, so that we do not spin. */
  private static final Duration ACCEPT_PAUSE = Duration.ofMillis(50);

  /** Takes a connection that is secured, or closes it and throws. */
  @FunctionalInterface
  interface Taker {
    void take(RawConnection raw, SecureChannel channel) throws IOException;
  }

  private final HostSettings settings;
  private final Upgrader upgrader;
  private final Threads threads;
  private final Taker taker;
  private final HalfOpen halfOpen;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  Listening(HostSettings settings, Upgrader upgrader, Threads threads, Taker taker) {
    this.settings = settings;
    this.upgrader = upgrader;
    this.threads = threads;
    this.taker = taker;
    this.halfOpen =
        new HalfOpen(settings.limits().halfOpen(), settings.limits().halfOpenPerPrefix());
  }

  /** Listens at every configured address, or throws; then some may be left for {@link #close}. */
  void start() throws IOException {
    // IPv6 first: on Java, its wildcard takes IPv4 as well.
    for (Multiaddr address :
        settings.listenAddresses().stream()
            .sorted(Comparator.comparing((Multiaddr a) -> !a.has(Protocol.IP6)))
            .toList()) {
      Listener listener = transport(address).listen(address);
      listeners.add(listener);
      threads.execute(() -> accept(listener));
    }
  }

  private Transport transport(Multiaddr address) throws IOException {
    return settings.transports().stream()
        .filter(candidate -> candidate.supports(address))
        .findFirst()
        .orElseThrow(() -> new IOException("no transport can listen on " + address));
  }

  private void accept(Listener listener) {
    while (!listener.isClosed()) {
      try {
        RawConnection raw = listener.accept();
        if (!settings.accessRules().permits(raw.remoteAddress())) {
          raw.close();
          continue;
        }
        halfOpen.add(raw);
        threads.execute(() -> secure(raw));
      } catch (IOException e) {
        if (listener.isClosed() || !pause()) {
          return;
        }
        LOG.log(System.Logger.Level.WARNING, "can't accept on {0}: {1}", listener.address(), e);
      }
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(ACCEPT_PAUSE);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void secure(RawConnection raw) {
    try {
      SecureChannel channel = upgrader.inbound(raw, settings.handshakeTimeout());
      halfOpen.remove(raw);
      taker.take(raw, channel);
    } catch (IOException | RuntimeException e) {
      raw.close();
      LOG.log(
          System.Logger.Level.DEBUG,
          () -> "connection from " + raw.remoteAddress() + " refused: " + e.getMessage());
    } finally {
      halfOpen.remove(raw);
    }
  }

  /** As configured, but with the real ports. */
  List<Multiaddr> addresses() {
    return listeners.stream().map(Listener::address).toList();
  }

  /** Whether no connection is being secured. */
  boolean isIdle() {
    return halfOpen.size() == 0;
  }

  /** Frees the ports and hangs up on whoever is not secured yet. */
  void close() {
    listeners.forEach(Listener::close);
    halfOpen.close();
  }
}
