package dev.ggen.libp2p.host;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.mux.StreamAcceptor;
import dev.ggen.libp2p.mux.YamuxSession;
import dev.ggen.libp2p.security.SecureChannel;
import dev.ggen.libp2p.transport.MuxedStream;
import dev.ggen.libp2p.transport.RawConnection;
import dev.ggen.libp2p.transport.Timers;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A libp2p node without protocols of its own: it has an identity, listens, connects, and opens and
 * serves streams. Protocols are put on it by {@link #handle}.
 *
 * <p>Everything blocks the thread that asks for it, within the timeouts of {@link HostSettings},
 * and may be called by any number of threads. {@link #close} ends all connections, frees the ports
 * and ends every thread of the host within a second.
 */
public final class Host implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Host.class.getName());
  private static final Duration TRIM_INTERVAL = Duration.ofSeconds(10);

  /** Longer than a connection needs for its last words. */
  private static final Duration POLITE_END = Duration.ofMillis(400);

  private static final Duration FORCED_END = Duration.ofMillis(500);

  private final HostSettings settings;
  private final PeerId id;
  private final InstantSource clock;
  private final Threads threads;
  private final Timers timers;
  private final Resources resources;
  private final Listening listening;
  private final Streams streams;
  private final Dialer dialer;
  private final PeerStore peerStore;
  private final PeerTags tags = new PeerTags();
  private final List<HostListener> hostListeners = new CopyOnWriteArrayList<>();
  private final Map<PeerId, List<Connection>> connections = new ConcurrentHashMap<>();
  private volatile Set<Multiaddr> confirmedAddresses = Set.of();
  private volatile boolean closed;

  private Host(HostSettings settings) {
    this.settings = settings;
    this.id = settings.identity().publicKey().peerId();
    this.clock = InstantSource.system();
    this.threads = new Threads("libp2p");
    this.timers = new Timers("libp2p-timers");
    this.resources = new Resources(settings.limits());
    Upgrader upgrader = new Upgrader(settings, timers);
    this.dialer = new Dialer(this, settings, upgrader, threads, clock);
    this.peerStore = new PeerStore(clock);
    this.listening =
        new Listening(
            settings, upgrader, threads, (raw, channel) -> add(raw, channel, Direction.INBOUND));
    this.streams = new Streams(settings.negotiationTimeout(), resources, peerStore, threads);
  }

  /**
   * Starts a host: when this returns, it listens.
   *
   * @throws IOException if it can't listen at one of the addresses; then nothing is left running
   */
  public static Host start(HostSettings settings) throws IOException {
    Host host = new Host(settings);
    try {
      host.listening.start();
    } catch (IOException | RuntimeException e) {
      host.close();
      throw e;
    }
    host.timers.every(TRIM_INTERVAL, host::trim);
    return host;
  }

  /** Makes a connection of a secured channel, or closes it and says why it can't be. */
  Connection add(RawConnection raw, SecureChannel channel, Direction direction) throws IOException {
    Permit permit = null;
    try {
      PeerId peer = channel.remotePeer();
      if (peer.equals(id)) {
        throw new IOException("this host has dialled itself");
      }
      if (!settings.accessRules().permits(peer)) {
        throw new IOException("the access rules deny " + peer);
      }
      permit = resources.connection(peer, raw.remoteAddress());
      Inbound inbound = new Inbound(peer, permit);
      YamuxSession muxed =
          YamuxSession.on(
              channel,
              direction == Direction.OUTBOUND,
              settings.yamux(),
              resources.unread(peer),
              inbound,
              timers);
      Connection connection =
          new Connection(
              this,
              channel.remoteKey(),
              direction,
              raw.localAddress(),
              raw.remoteAddress(),
              clock.instant(),
              muxed);
      inbound.connection = connection;
      register(connection);
      muxed.start(threads);
      if (closed) {
        connection.close();
      }
      return connection;
    } catch (IOException | RuntimeException e) {
      channel.close();
      if (permit != null) {
        permit.close();
      }
      throw e;
    }
  }

  private void register(Connection connection) {
    PeerId peer = connection.peer();
    peerStore.connected(peer, connection.remoteKey());
    connections.compute(
        peer,
        (p, present) -> {
          List<Connection> grown = new ArrayList<>(present == null ? List.of() : present);
          grown.add(connection);
          return List.copyOf(grown);
        });
    hostListeners.forEach(listener -> listener.connected(connection));
    if (connections.size() > settings.connectionLimits().highWater()) {
      trim();
    }
  }

  private void unregister(Connection connection, String reason) {
    connections.computeIfPresent(
        connection.peer(),
        (p, present) -> {
          List<Connection> left = present.stream().filter(c -> !c.equals(connection)).toList();
          return left.isEmpty() ? null : left;
        });
    peerStore.disconnected(connection.peer());
    hostListeners.forEach(listener -> listener.disconnected(connection, reason));
  }

  private void trim() {
    List<TrimPlan.Candidate<Connection>> candidates =
        connections().stream()
            .map(c ->
                new TrimPlan.Candidate<>(
                    c,
                    c.direction(),
                    c.openedAt(),
                    c.openStreams(),
                    tags.value(c.peer()),
                    tags.isProtected(c.peer())))
            .toList();
    TrimPlan.of(candidates, settings.connectionLimits(), clock.instant())
        .forEach(Connection::close);
  }

  /** Hears of the streams and of the end of one connection. */
  private final class Inbound implements StreamAcceptor {
    private final PeerId peer;
    private final Permit permit;

    /** Set before the session starts. */
    private Connection connection;

    @SuppressWarnings("NullAway.Init")
    Inbound(PeerId peer, Permit permit) {
      this.peer = peer;
      this.permit = permit;
    }

    @Override
    public boolean accept(MuxedStream stream) {
      return streams.accept(peer, connection, stream);
    }

    @Override
    public void closed(String reason) {
      permit.close();
      unregister(connection, reason);
    }
  }

  // What users of a host do.

  /** Who this host is. */
  public PeerId id() {
    return id;
  }

  /** The key that proves it; for protocols that sign. */
  public PrivateKey identity() {
    return settings.identity();
  }

  /** Where it listens, as configured but with the real ports. */
  public List<Multiaddr> listenAddresses() {
    return listening.addresses();
  }

  /**
   * Where others may reach it, without its id: the announced addresses if there are any, else those
   * it listens at on every interface, and those that others have confirmed.
   */
  public List<Multiaddr> addresses() {
    if (!settings.announceAddresses().isEmpty()) {
      return settings.announceAddresses();
    }
    List<Multiaddr> all = new ArrayList<>(interfaceAddresses());
    all.addAll(confirmedAddresses);
    return all.stream().distinct().toList();
  }

  /** Where it listens, with wildcards replaced by the addresses of this machine's interfaces. */
  public List<Multiaddr> interfaceAddresses() {
    return ListenAddresses.expand(listenAddresses());
  }

  /** What the operator says others shall be told; empty if nothing. */
  public List<Multiaddr> announceAddresses() {
    return settings.announceAddresses();
  }

  /** The addresses at which others see this host. */
  public Set<Multiaddr> confirmedAddresses() {
    return confirmedAddresses;
  }

  /** Sets the addresses at which others see this host. */
  public void confirmAddresses(Set<Multiaddr> addresses) {
    if (!confirmedAddresses.equals(addresses)) {
      confirmedAddresses = Set.copyOf(addresses);
      hostListeners.forEach(HostListener::changed);
    }
  }

  /** Serves a protocol from now on; a handler that it had is replaced. */
  public void handle(String protocol, StreamHandler handler) {
    streams.handle(protocol, handler);
    hostListeners.forEach(HostListener::changed);
  }

  /** Serves a protocol no longer. Streams that are open go on. */
  public void unhandle(String protocol) {
    if (streams.unhandle(protocol)) {
      hostListeners.forEach(HostListener::changed);
    }
  }

  /** The protocols that are served, sorted. */
  public Set<String> protocols() {
    return streams.protocols();
  }

  /** Watches the streams that are opened from now on; one that it had is replaced. */
  public void meters(StreamMeters meters) {
    streams.meters(meters);
  }

  /** Tells a listener from now on; of connections that exist already it hears only the end. */
  public void addListener(HostListener listener) {
    hostListeners.add(listener);
  }

  /** Tells a listener no more. */
  public void removeListener(HostListener listener) {
    hostListeners.remove(listener);
  }

  /** What is known of peers. Addresses added here can be dialled. */
  public PeerStore peerStore() {
    return peerStore;
  }

  /** Which peers are useful: decides whose connections are kept when there are too many. */
  public PeerTags tags() {
    return tags;
  }

  /** All connections, in no order. */
  public List<Connection> connections() {
    return connections.values().stream().flatMap(List::stream).toList();
  }

  /** The connection with a peer; the oldest, if there are several. */
  public Optional<Connection> connection(PeerId peer) {
    return connections.getOrDefault(peer, List.of()).stream()
        .filter(connection -> !connection.isClosed())
        .findFirst();
  }

  /**
   * A connection with a peer: the present one, or a new one to one of the addresses that the peer
   * store knows.
   *
   * @throws DialException if it can't be reached
   */
  public Connection connect(PeerId peer) throws IOException {
    Optional<Connection> present = connection(peer);
    if (present.isPresent()) {
      return present.get();
    }
    requireOpen();
    if (!settings.accessRules().permits(peer)) {
      throw new DialException(peer, List.of(new IOException("the access rules deny it")));
    }
    return dialer.dial(peer, peerStore.addresses(peer));
  }

  /** The same, with addresses that may lead there; they are remembered for a while. */
  public Connection connect(PeerId peer, Collection<Multiaddr> addresses) throws IOException {
    peerStore.add(peer, addresses, PeerStore.TOLD);
    return connect(peer);
  }

  /**
   * Connects to an address. With a peer id at its end only that peer will do; without, whoever
   * answers is the peer, and each call makes a new connection.
   */
  public Connection connect(Multiaddr address) throws IOException {
    Optional<PeerId> peer = address.peerId();
    if (peer.isPresent()) {
      return connect(peer.get(), List.of(address));
    }
    requireOpen();
    List<Exception> failures = new ArrayList<>();
    for (Multiaddr resolved : resolve(address)) {
      try {
        return dialer.attempt(resolved.withoutPeerId(), resolved.peerId().orElse(null));
      } catch (IOException e) {
        failures.add(e);
      }
    }
    IOException failure = new IOException("can't reach anybody at " + address);
    failures.forEach(failure::addSuppressed);
    throw failure;
  }

  /** The addresses without names that an address with one stands for; of others the same. */
  public List<Multiaddr> resolve(Multiaddr address) throws IOException {
    return settings.resolver().resolve(address, settings.dialTimeout());
  }

  /**
   * Opens a stream to a peer, connecting first if needed.
   *
   * @param protocols the wanted ones, in order; the first that the peer speaks is taken
   * @throws dev.ggen.libp2p.negotiate.UnsupportedProtocolException if it speaks none; where the
   *     peer has said before that it does, this may also be thrown by the stream's first read
   */
  public Stream newStream(PeerId peer, String... protocols) throws IOException {
    return openStream(connect(peer), List.of(protocols));
  }

  Stream openStream(Connection connection, List<String> protocols) throws IOException {
    return streams.open(connection, protocols);
  }

  /** Runs a task on a virtual thread that ends with this host: by an interrupt, if need be. */
  public void execute(Runnable task) {
    threads.execute(task);
  }

  /** Runs short tasks for the protocols on this host. */
  public Timers timers() {
    return timers;
  }

  /** Whether nothing is in use any more: no connection, no stream, no byte, no thread. */
  boolean isIdle() {
    return resources.isIdle() && listening.isIdle() && threads.count() == 0;
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new IOException("the host is closed");
    }
  }

  /** Ends everything within a second. Doing it twice changes nothing. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    listening.close();
    connections().forEach(Connection::close);
    try {
      if (!threads.awaitEnd(POLITE_END)) {
        threads.interruptAll();
        if (!threads.awaitEnd(FORCED_END)) {
          LOG.log(System.Logger.Level.WARNING, "threads of protocols do not end when interrupted");
        }
      }
    } catch (InterruptedException e) {
      threads.interruptAll();
      Thread.currentThread().interrupt();
    } finally {
      timers.close();
    }
  }
}
