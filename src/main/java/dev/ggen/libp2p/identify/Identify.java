package dev.ggen.libp2p.identify;

import dev.ggen.libp2p.crypto.InvalidSignatureException;
import dev.ggen.libp2p.crypto.PeerRecord;
import dev.ggen.libp2p.crypto.PublicKey;
import dev.ggen.libp2p.host.Connection;
import dev.ggen.libp2p.host.Direction;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.HostListener;
import dev.ggen.libp2p.host.PeerStore;
import dev.ggen.libp2p.host.Stream;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.MultiformatException;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks every peer that connects who it is, tells the same of this host, and tells again when it
 * changes. What peers say goes to the host's peer store. Safe for any number of threads.
 */
public final class Identify {
  /** Asks a peer who it is. */
  public static final String PROTOCOL = "/ipfs/id/1.0.0";

  /** Tells a peer of a change. */
  public static final String PUSH_PROTOCOL = "/ipfs/id/push/1.0.0";

  private static final System.Logger LOG = System.getLogger(Identify.class.getName());

  /** For a whole exchange: it is one small message. */
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  /** Changes come in groups, at the start above all. */
  private static final Duration PUSH_DELAY = Duration.ofMillis(500);

  private static final int MAX_ANNOUNCED = 32;

  private final Host host;
  private final String agentVersion;
  private final String protocolVersion;
  private final ObservedAddresses observed = new ObservedAddresses();
  private final AtomicBoolean pushPlanned = new AtomicBoolean();
  private final List<Consumer<PeerId>> listeners = new CopyOnWriteArrayList<>();

  /** Guarded by this. */
  private long sequence;

  /** Guarded by this. */
  private List<Multiaddr> signedAddresses = List.of();

  /** Guarded by this. */
  private @Nullable Bytes signedRecord;

  private Identify(Host host, String agentVersion, String protocolVersion) {
    this.host = host;
    this.agentVersion = agentVersion;
    this.protocolVersion = protocolVersion;
  }

  /**
   * Identifies on a host from now on.
   *
   * @param agentVersion what this program is, as {@code name/version}
   * @param protocolVersion the family of networks, as {@code /name/version}
   */
  public static Identify on(Host host, String agentVersion, String protocolVersion) {
    Identify identify = new Identify(host, agentVersion, protocolVersion);
    host.handle(PROTOCOL, identify::tell);
    host.handle(PUSH_PROTOCOL, identify::hear);
    host.addListener(identify.new Connections());
    return identify;
  }

  /** Calls back whenever a peer has said who it is; must return at once. */
  public void onIdentified(Consumer<PeerId> listener) {
    listeners.add(listener);
  }

  private final class Connections implements HostListener {
    @Override
    public void connected(Connection connection) {
      host.execute(() -> ask(connection));
    }

    @Override
    public void changed() {
      if (pushPlanned.compareAndSet(false, true)) {
        host.timers()
            .after(
                PUSH_DELAY,
                () -> {
                  pushPlanned.set(false);
                  host.connections().forEach(c -> host.execute(() -> push(c)));
                });
      }
    }
  }

  private void ask(Connection connection) {
    try (Stream stream = connection.newStream(List.of(PROTOCOL))) {
      stream.deadline(DEADLINE);
      stream.closeWrite();
      learn(connection, IdentifyMessage.read(stream));
    } catch (IOException e) {
      log("peer {0} does not say who it is: {1}", connection, e);
    }
  }

  private void push(Connection connection) {
    if (!host.peerStore().speaks(connection.peer(), PUSH_PROTOCOL)) {
      return;
    }
    try (Stream stream = connection.newStream(List.of(PUSH_PROTOCOL))) {
      stream.deadline(DEADLINE);
      message(connection).write(stream);
      stream.closeWrite();
    } catch (IOException e) {
      log("peer {0} does not hear of a change: {1}", connection, e);
    }
  }

  private static void log(String what, Connection connection, IOException e) {
    LOG.log(System.Logger.Level.DEBUG, what, connection.peer(), e.getMessage());
  }

  private void tell(Stream stream) throws IOException {
    stream.deadline(DEADLINE);
    message(stream.connection()).write(stream);
    stream.closeWrite();
  }

  private void hear(Stream stream) throws IOException {
    stream.deadline(DEADLINE);
    learn(stream.connection(), IdentifyMessage.read(stream));
  }

  private IdentifyMessage message(Connection connection) {
    List<Multiaddr> addresses = host.addresses().stream().limit(MAX_ANNOUNCED).toList();
    return new IdentifyMessage(
        Optional.of(host.identity().publicKey().encode()),
        addresses,
        host.protocols(),
        Optional.of(connection.remoteAddress()),
        Optional.of(protocolVersion),
        Optional.of(agentVersion),
        Optional.of(signedRecord(addresses)));
  }

  /** Signed anew only when the addresses have changed. */
  private synchronized Bytes signedRecord(List<Multiaddr> addresses) {
    if (signedRecord == null || !addresses.equals(signedAddresses)) {
      // RFC 0003: it must grow, over restarts too, which the time of day does.
      sequence = Math.max(sequence + 1, Instant.now().toEpochMilli());
      signedRecord = new PeerRecord(host.id(), sequence, addresses).seal(host.identity()).encode();
      signedAddresses = addresses;
    }
    return signedRecord;
  }

  private void learn(Connection connection, IdentifyMessage message) throws IOException {
    PeerId peer = connection.peer();
    PeerStore store = host.peerStore();
    try {
      if (message.publicKey().isPresent()
          && !PublicKey.decode(message.publicKey().get()).equals(connection.remoteKey())) {
        throw new ProtocolViolationException("identify: another key than the connection's");
      }
      if (message.signedRecord().isPresent()) {
        store.accept(peer, message.signedRecord().get());
      }
    } catch (InvalidSignatureException | MultiformatException e) {
      throw new ProtocolViolationException("identify: " + e.getMessage(), e);
    }
    store.add(peer, ownAddresses(peer, message), PeerStore.IDENTIFIED);
    if (!message.protocols().isEmpty()) {
      store.protocols(peer, message.protocols());
    }
    if (message.agentVersion().isPresent() || message.protocolVersion().isPresent()) {
      store.versions(peer, message.agentVersion().orElse(""), message.protocolVersion().orElse(""));
    }
    message.observedAddress().ifPresent(address -> observe(connection, address));
    listeners.forEach(listener -> listener.accept(peer));
  }

  private static List<Multiaddr> ownAddresses(PeerId peer, IdentifyMessage message) {
    List<Multiaddr> own = new ArrayList<>();
    for (Multiaddr address : message.listenAddresses()) {
      if (address.peerId().isEmpty() || address.peerId().get().equals(peer)) {
        own.add(address.withoutPeerId());
      }
    }
    return own;
  }

  private void observe(Connection connection, Multiaddr address) {
    Multiaddr bare =
        address.peerId().filter(host.id()::equals).isPresent() ? address.withoutPeerId() : address;
    if (connection.direction() != Direction.INBOUND || bare.ip().isEmpty()) {
      return;
    }
    Set<Multiaddr> confirmed;
    synchronized (observed) {
      observed.on(observer(connection), bare, Instant.now());
      confirmed = observed.confirmed(Instant.now());
    }
    host.confirmAddresses(confirmed);
  }

  /** Who counts once: a /16 of IPv4 or /32 of IPv6; within private networks each peer. */
  private static String observer(Connection connection) {
    Optional<InetAddress> ip = connection.remoteAddress().ip();
    if (ip.isEmpty() || ip.get().isSiteLocalAddress() || ip.get().isLoopbackAddress()) {
      return connection.peer().toString();
    }
    byte[] bytes = ip.get().getAddress();
    return Bytes.copyOf(bytes, 0, bytes.length == 4 ? 2 : 4).hex();
  }
}
