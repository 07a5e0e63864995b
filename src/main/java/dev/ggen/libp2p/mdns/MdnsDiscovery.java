package dev.ggen.libp2p.mdns;

import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import io.github.bucket4j.Bucket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;

/**
 * Asks for peers on every network that this machine is on, answers others, and connects to those
 * that it hears of. An interface that comes or goes is noticed. Safe for any number of threads;
 * ends with {@link #close}, and tells the others so.
 */
public final class MdnsDiscovery implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(MdnsDiscovery.class.getName());

  /** "A random, lower-case alphanumeric string of at least 32 characters." */
  private static final int NAME_CHARS = 32;

  private static final String NAME_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  /** RFC 6762, section 6: a record is not sent again within a second. */
  private static final Duration ANSWER_PAUSE = Duration.ofSeconds(1);

  /** For the addresses of peers, which are told again and again. */
  private static final Duration LIFETIME = Duration.ofMinutes(10);

  private static final int DIALS_AT_ONCE = 8;
  private static final int MAX_PEERS = 1_000;

  /** What a network of some hundred nodes sends, and more than anybody needs to hear. */
  private static final int PACKETS_PER_SECOND = 200;

  private final Host host;
  private final MdnsSettings settings;
  private final Name service;
  private final String peerName;
  private final MdnsSocket socket;
  private final Semaphore dials = new Semaphore(DIALS_AT_ONCE);
  private final Bucket allowance =
      Bucket.builder()
          .addLimit(limit ->
              limit
                  .capacity(2L * PACKETS_PER_SECOND)
                  .refillGreedy(PACKETS_PER_SECOND, Duration.ofSeconds(1)))
          .build();

  /**
   * When was answered last, by interface and records, of which there are few. Owned by the
   * receiving thread; what was answered longest ago is forgotten first.
   */
  private final Map<String, Long> answeredAt =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MAX_PEERS;
        }
      };

  /** Guarded by itself; who was heard of longest ago is forgotten first. */
  private final Map<PeerId, List<Multiaddr>> peers =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<PeerId, List<Multiaddr>> eldest) {
          return size() > MAX_PEERS;
        }
      };

  private volatile Set<NetworkInterface> networks = Set.of();
  private volatile boolean closed;

  private MdnsDiscovery(Host host, MdnsSettings settings) throws IOException {
    this.host = host;
    this.settings = settings;
    this.service = MdnsAnswers.name(settings.service());
    this.peerName = randomName();
    this.socket = new MdnsSocket(settings.port());
  }

  /**
   * Begins to ask and to answer.
   *
   * @throws IOException if the port can't be shared with the program that has it
   */
  public static MdnsDiscovery on(Host host, MdnsSettings settings) throws IOException {
    MdnsDiscovery discovery = new MdnsDiscovery(host, settings);
    host.execute(discovery::receive);
    host.execute(discovery::ask);
    return discovery;
  }

  private static String randomName() {
    SecureRandom random = new SecureRandom();
    return random
        .ints(NAME_CHARS, 0, NAME_ALPHABET.length())
        .mapToObj(i -> String.valueOf(NAME_ALPHABET.charAt(i)))
        .collect(Collectors.joining());
  }

  /** The peers that have been heard of, with where they say they are. */
  public Map<PeerId, List<Multiaddr>> peers() {
    synchronized (peers) {
      return Map.copyOf(peers);
    }
  }

  /** On how many interfaces peers are looked for. */
  public int networks() {
    return socket.memberships();
  }

  /** Asks more and more seldom, and at once where an interface has come. */
  private void ask() {
    try {
      Duration pause = FIRST_PAUSE;
      long askAt = System.nanoTime();
      while (!closed) {
        boolean changed = joinNetworks();
        if (changed || System.nanoTime() >= askAt) {
          pause = changed ? FIRST_PAUSE : shorter(pause.multipliedBy(2), settings.longestPause());
          askAt = System.nanoTime() + pause.toNanos();
          toAll(MdnsAnswers.query(service));
        }
        Thread.sleep(shorter(settings.watch(), pause));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Whether an interface has come. */
  private boolean joinNetworks() {
    Set<NetworkInterface> present = presentNetworks();
    boolean changed = socket.leaveAllBut(present);
    Set<NetworkInterface> joined = new LinkedHashSet<>();
    for (NetworkInterface network : present) {
      try {
        changed |= socket.join(network);
        joined.add(network);
      } catch (IOException | IllegalArgumentException e) {
        LOG.log(
            System.Logger.Level.DEBUG, "no mDNS on {0}: {1}", network.getName(), e.getMessage());
      }
    }
    networks = joined;
    return changed;
  }

  private Set<NetworkInterface> presentNetworks() {
    try {
      return NetworkInterface.networkInterfaces()
          .filter(settings.interfaces())
          .filter(MdnsDiscovery::isUsable)
          .collect(Collectors.toCollection(LinkedHashSet::new));
    } catch (SocketException e) {
      LOG.log(System.Logger.Level.DEBUG, "the system tells no interfaces: {0}", e.getMessage());
      return Set.of();
    }
  }

  private static boolean isUsable(NetworkInterface network) {
    try {
      return network.isUp()
          && (network.supportsMulticast() || network.isLoopback())
          && network.inetAddresses().anyMatch(ip -> ip.getAddress().length == 4);
    } catch (SocketException e) {
      // It went while it was looked at.
      return false;
    }
  }

  private void toAll(Message message) {
    for (NetworkInterface network : networks) {
      send(message, network);
    }
  }

  private void send(Message message, NetworkInterface network) {
    try {
      socket.send(message.toWire(MdnsSocket.MAX_BYTES), network);
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.DEBUG, "can''t send on {0}: {1}", network.getName(), e.getMessage());
    }
  }

  private void receive() {
    try {
      while (!closed) {
        MdnsSocket.Packet packet = socket.receive();
        if (allowance.tryConsume(1)) {
          take(packet);
        }
      }
    } catch (ClosedChannelException e) {
      // Closed on purpose, or by the interrupt that ends the host's threads.
      close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "mDNS ends: {0}", e.getMessage());
      close();
    }
  }

  private void take(MdnsSocket.Packet packet) {
    Message message;
    try {
      message = DnsMessages.decode(packet.bytes());
    } catch (ProtocolViolationException e) {
      LOG.log(System.Logger.Level.DEBUG, "{0} is ignored: {1}", packet.from(), e.getMessage());
      return;
    }
    if (message.getHeader().getFlag(Flags.QR)) {
      MdnsPeer.in(message, service).forEach(peer -> found(peer, packet.from()));
    } else if (packet.from().getPort() != settings.port()) {
      answerDirectly(message, packet.from());
    } else {
      answer(message);
    }
  }

  /** On every interface, each with its own addresses, as one can't tell where a packet came in. */
  private void answer(Message query) {
    for (NetworkInterface network : networks) {
      Optional<Message> answer = answers(network).flatMap(answers -> answers.to(query));
      if (answer.isPresent() && isDue(network, answer.get())) {
        answer.get().getHeader().setID(0);
        send(answer.get(), network);
      }
    }
  }

  /** Who asks for one detail after the other gets them all, as these are different records. */
  private boolean isDue(NetworkInterface network, Message answer) {
    String records =
        answer.getSection(Section.ANSWER).stream()
            .map(each -> each.getName() + "/" + each.getType())
            .distinct()
            .sorted()
            .collect(Collectors.joining(" ", network.getName() + " ", ""));
    long now = System.nanoTime();
    Long before = answeredAt.get(records);
    if (before != null && now - before < ANSWER_PAUSE.toNanos()) {
      return false;
    }
    answeredAt.put(records, now);
    return true;
  }

  /** For simple resolvers: RFC 6762, section 6.7. */
  private void answerDirectly(Message query, InetSocketAddress to) {
    for (NetworkInterface network : networks) {
      Optional<Message> answer = answers(network).flatMap(answers -> answers.to(query));
      if (answer.isPresent()) {
        query
            .getSection(Section.QUESTION)
            .forEach(q -> answer.get().addRecord(q, Section.QUESTION));
        try {
          socket.send(answer.get().toWire(MdnsSocket.MAX_BYTES), to);
        } catch (IOException e) {
          LOG.log(System.Logger.Level.DEBUG, "can''t answer {0}: {1}", to, e.getMessage());
        }
        return;
      }
    }
  }

  /** Nothing where this node can't be reached. */
  private Optional<MdnsAnswers> answers(NetworkInterface network) {
    List<InetAddress> ips = network.inetAddresses().toList();
    List<Multiaddr> addresses =
        host.addresses().stream()
            .filter(address -> address.ip().filter(ips::contains).isPresent())
            .toList();
    return addresses.isEmpty()
        ? Optional.empty()
        : Optional.of(new MdnsAnswers(service, peerName, host.id(), addresses, ips));
  }

  private void found(MdnsPeer peer, InetSocketAddress from) {
    boolean sameMachine = isOwn(from.getAddress());
    List<Multiaddr> addresses = new ArrayList<>();
    for (Multiaddr address : peer.addresses()) {
      boolean loopback = address.ip().map(InetAddress::isLoopbackAddress).orElse(false);
      if (address.ip().isPresent() && (sameMachine || !loopback)) {
        addresses.add(address);
      }
    }
    if (peer.id().equals(host.id()) || addresses.isEmpty()) {
      return;
    }
    synchronized (peers) {
      peers.put(peer.id(), List.copyOf(addresses));
    }
    host.peerStore().add(peer.id(), addresses, LIFETIME);
    if (host.connection(peer.id()).isEmpty() && dials.tryAcquire()) {
      host.execute(() -> connect(peer.id()));
    }
  }

  private static boolean isOwn(InetAddress address) {
    try {
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false;
    }
  }

  /** If it fails, or if too many dials are under way, the peer will be heard of again. */
  private void connect(PeerId peer) {
    try {
      host.connect(peer);
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "can''t connect to {0}, found by mDNS: {1}",
          peer,
          e.getMessage());
    } finally {
      dials.release();
    }
  }

  /** Says goodbye, and neither asks nor answers any more. Doing it twice changes nothing. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    for (NetworkInterface network : networks) {
      answers(network).ifPresent(answers -> send(answers.goodbye(), network));
    }
    try {
      socket.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "mDNS does not close: {0}", e.getMessage());
    }
  }
}
