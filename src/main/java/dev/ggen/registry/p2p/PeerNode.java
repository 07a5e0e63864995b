package dev.ggen.registry.p2p;

import dev.ggen.libp2p.bandwidth.Bandwidth;
import dev.ggen.libp2p.bitswap.Bitswap;
import dev.ggen.libp2p.bitswap.BitswapSettings;
import dev.ggen.libp2p.content.DownloadSettings;
import dev.ggen.libp2p.content.Downloads;
import dev.ggen.libp2p.content.PartialBlocks;
import dev.ggen.libp2p.gossipsub.GossipSettings;
import dev.ggen.libp2p.gossipsub.GossipSub;
import dev.ggen.libp2p.gossipsub.Verdict;
import dev.ggen.libp2p.host.Connection;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.HostSettings;
import dev.ggen.libp2p.identify.Identify;
import dev.ggen.libp2p.kad.KadDht;
import dev.ggen.libp2p.kad.KadSettings;
import dev.ggen.libp2p.kad.Replication;
import dev.ggen.libp2p.mdns.MdnsDiscovery;
import dev.ggen.libp2p.mdns.MdnsSettings;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.ping.Ping;
import dev.ggen.registry.p2p.catalogue.Outcome;
import dev.ggen.registry.p2p.catalogue.Source;
import dev.ggen.registry.p2p.protocol.CatalogueRecords;
import dev.ggen.registry.p2p.protocol.RegistryProtocol;
import dev.ggen.registry.p2p.protocol.RegistryProtocolListener;
import dev.ggen.registry.p2p.protocol.RegistryProtocolSettings;
import dev.ggen.registry.p2p.protocol.SyncSettings;
import dev.ggen.registry.p2p.protocol.Synchronization;
import dev.ggen.registry.p2p.record.PackageRecordValidator;
import dev.ggen.registry.p2p.record.RecordKeys;
import dev.ggen.registry.p2p.record.SignedRecord;
import dev.ggen.registry.p2p.reputation.Reputation;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A libp2p node that shares a {@link PeerStorage} with others: host, identify, ping, DHT, mDNS,
 * gossip, bitswap, downloads and the comparison of catalogues. When {@link #start} returns, it
 * listens; it finds peers in the background. Any thread may use it; closed once, before its
 * storage.
 */
public final class PeerNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PeerNode.class);

  /** Where each publish and yank is announced (design §6). */
  public static final String TOPIC = "ggen-marketplace/updates";

  /** Clocks differ by so much at the most. */
  private static final Duration MAX_SKEW = Duration.ofMinutes(10);

  private static final String PROTOCOL_VERSION = "/ggen/1.0.0";

  private final PeerStorage storage;
  private final Host host;
  private final Bandwidth bandwidth;
  private final KadDht dht;
  private final Optional<MdnsDiscovery> mdns;
  private final GossipSub gossip;
  private final Bitswap bitswap;
  private final Arrivals arrivals;
  private final Downloads downloads;
  private final RegistryProtocol protocol;
  private final Synchronization synchronization;

  private PeerNode(PeerStorage storage, HostSettings hostSettings, List<AutoCloseable> started)
      throws IOException {
    this.storage = storage;
    NodeSettings settings = storage.settings();
    host = Host.start(hostSettings);
    started.add(host);
    bandwidth = Bandwidth.on(host, settings.rates());
    Ping.on(host);
    Identify identify = Identify.on(host, settings.agent(), PROTOCOL_VERSION);
    dht =
        KadDht.start(
            host,
            kad(settings),
            Map.of(
                RecordKeys.NAMESPACE,
                new PackageRecordValidator(InstantSource.system(), MAX_SKEW)));
    started.add(dht);
    gossip = GossipSub.on(host, gossip(settings));
    started.add(gossip);
    gossip.setValidator(TOPIC, (message, from) -> judge(message.data(), from));
    gossip.opinions(storage.reputation()::score);
    gossip.subscribe(TOPIC, (message, from) -> {});
    PartialBlocks partial = new PartialBlocks((peer, root) -> !isBanned(peer));
    bitswap =
        Bitswap.on(
            host,
            new ServedBlocks(storage.cache(), partial, storage.reputation()),
            BitswapSettings.defaults());
    started.add(bitswap);
    arrivals = new Arrivals(storage, this::keptNow);
    downloads =
        Downloads.open(
            host,
            bitswap,
            partial,
            storage.folder("downloads"),
            DownloadSettings.defaults().withMaxArchiveBytes(settings.maxArchiveBytes()),
            new Downloads.Parties(
                arrivals,
                List.of(new DhtProviders(dht)),
                storage.reputation().comparator(),
                new DownloadExperience(storage.reputation())));
    started.add(downloads);
    protocol =
        RegistryProtocol.on(
            host,
            new CatalogueRecords(storage.catalogue()),
            RegistryProtocolSettings.defaults(),
            new SecureRandom());
    started.add(protocol);
    protocol.addListener(new ProtocolExperience(storage.reputation()));
    synchronization =
        Synchronization.start(
            protocol, SyncSettings.defaults(), InstantSource.system(), new SecureRandom());
    started.add(synchronization);
    identify.onIdentified(dht::identified);
    identify.onIdentified(synchronization::identified);
    storage.reputation().onBan((peer, standing) -> host.execute(() -> disconnect(peer)));
    mdns = settings.mdns() ? startMdns() : Optional.empty();
    mdns.ifPresent(started::add);
    storage.cache().roots().forEach(this::provide);
  }

  /**
   * Starts a node.
   *
   * @throws IOException if it can't listen, or one of its files can't be used; then nothing is left
   *     running
   */
  public static PeerNode start(PeerStorage storage) throws IOException {
    NodeSettings settings = storage.settings();
    return start(
        storage,
        HostSettings.of(storage.identity(), settings.listen().toArray(Multiaddr[]::new))
            .withAnnounceAddresses(settings.announce()));
  }

  /** The same on a host of other settings, for tests. */
  static PeerNode start(PeerStorage storage, HostSettings hostSettings) throws IOException {
    List<AutoCloseable> started = new ArrayList<>();
    try {
      return new PeerNode(storage, hostSettings, started);
    } catch (IOException | RuntimeException e) {
      for (AutoCloseable each : started.reversed()) {
        try {
          each.close();
        } catch (Exception suppressed) {
          e.addSuppressed(suppressed);
        }
      }
      throw e;
    }
  }

  private KadSettings kad(NodeSettings settings) {
    KadSettings defaults = KadSettings.defaults();
    KadSettings.Queries queries = defaults.queries();
    KadSettings.Storage kept = defaults.storage();
    int replication = settings.dht().replication();
    return defaults
        .withProtocol(settings.dht().protocol())
        .withBootstrap(settings.bootstrap())
        .withQueries(
            new KadSettings.Queries(
                replication,
                queries.alpha(),
                Math.min(queries.beta(), replication),
                queries.quorum(),
                settings.dht().queryTimeout(),
                queries.requestTimeout(),
                queries.slowAfter()))
        .withStorage(
            new KadSettings.Storage(
                Optional.of(storage.folder("dht")),
                settings.dht().cacheSize(),
                kept.maxBytes(),
                kept.maxValueBytes(),
                kept.expiry(),
                kept.republish(),
                kept.addressLifetime(),
                kept.requestsPerSecond()));
  }

  private static GossipSettings gossip(NodeSettings settings) {
    NodeSettings.Mesh mesh = settings.mesh();
    return GossipSettings.defaults()
        .withMesh(GossipSettings.Mesh.of(mesh.degree(), mesh.low(), mesh.high()));
  }

  private Optional<MdnsDiscovery> startMdns() {
    try {
      return Optional.of(MdnsDiscovery.on(host, MdnsSettings.defaults()));
    } catch (IOException e) {
      LOG.warn("Peers on the local network can't be found by mDNS: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private boolean isBanned(PeerId peer) {
    return storage.reputation().isBanned(peer);
  }

  private void disconnect(PeerId peer) {
    host.connections().stream()
        .filter(connection -> connection.peer().equals(peer))
        .forEach(Connection::close);
  }

  // Announcements.

  /** Judges what was announced, before it is forwarded: what is kept is forwarded. */
  private Verdict judge(Bytes envelope, PeerId from) {
    List<Outcome> outcomes = storage.catalogue().offerAll(List.of(envelope), Source.GOSSIP);
    return switch (outcomes.getFirst()) {
      case Outcome.Added _, Outcome.Updated _, Outcome.Conflict _ -> Verdict.ACCEPT;
      case Outcome.AlreadyKnown _ -> Verdict.ACCEPT;
      case Outcome.Refused refused when refused.reason().isPeersFault() -> {
        LOG.debug("{} announced what is no record: {}", from, refused.explanation());
        yield Verdict.REJECT;
      }
      case Outcome.Refused _ -> Verdict.IGNORE;
    };
  }

  /** Tells everybody of a record: by gossip at once, in the DHT as soon as that goes. */
  void announce(SignedRecord record) {
    gossip.publish(TOPIC, record.envelope());
    host.execute(() -> {
      try {
        Replication _ =
            dht.putValue(RecordKeys.version(record.name(), record.version()), record.envelope());
        Replication _ = dht.provide(RecordKeys.name(record.name()));
      } catch (IOException e) {
        LOG.debug("{} is not in the DHT yet: {}", record, e.getMessage());
      }
    });
    provide(record.content().cid());
  }

  private void provide(Cid root) {
    host.execute(() -> {
      try {
        Replication _ = dht.provide(root.hash());
      } catch (IOException e) {
        LOG.debug("{} is not provided in the DHT yet: {}", root, e.getMessage());
      }
    });
  }

  private void keptNow(Cid root, List<Cid> blocks) {
    bitswap.appeared(blocks);
    provide(root);
  }

  // Parts, for the registry above.

  /** The host. */
  Host host() {
    return host;
  }

  /** The DHT. */
  KadDht dht() {
    return dht;
  }

  /** Takes what was downloaded. */
  Arrivals arrivals() {
    return arrivals;
  }

  /** The downloads. */
  Downloads downloads() {
    return downloads;
  }

  /** Questions to peers. */
  RegistryProtocol protocol() {
    return protocol;
  }

  /** How far the catalogue keeps up. */
  Synchronization synchronization() {
    return synchronization;
  }

  /** Gossip, for metrics. */
  public GossipSub gossip() {
    return gossip;
  }

  /** Bitswap, for metrics. */
  public Bitswap bitswap() {
    return bitswap;
  }

  /** Limits and counts of bytes. */
  public Bandwidth bandwidth() {
    return bandwidth;
  }

  /** Who it is. */
  public PeerId id() {
    return host.id();
  }

  /** Where it can be reached, with its id. */
  public List<Multiaddr> addresses() {
    return host.addresses().stream().map(address -> address.withPeerId(host.id())).toList();
  }

  /** Looks around in the DHT: finds peers again after they were lost. */
  void bootstrap() throws IOException {
    dht.refresh();
  }

  /** Connects to a peer. */
  Connection connect(Multiaddr address) throws IOException {
    return host.connect(address);
  }

  /** How many peers are connected. */
  public int connectedPeers() {
    return (int) host.connections().stream().map(Connection::peer).distinct().count();
  }

  /** Ends everything within some seconds. */
  @Override
  public void close() {
    mdns.ifPresent(MdnsDiscovery::close);
    synchronization.close();
    protocol.close();
    downloads.close();
    bitswap.close();
    gossip.close();
    dht.close();
    host.close();
  }

  /** What peers do in the registry's own protocol, for their reputation. */
  private record ProtocolExperience(Reputation reputation) implements RegistryProtocolListener {
    @Override
    public void failed(PeerId peer, String reason) {
      reputation.failed(peer);
    }

    @Override
    public void misbehaved(PeerId peer, String reason) {
      reputation.lied(peer, reason);
    }
  }
}
