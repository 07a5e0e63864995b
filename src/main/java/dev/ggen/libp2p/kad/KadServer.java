package dev.ggen.libp2p.kad;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.Stream;
import dev.ggen.libp2p.host.StreamHandler;
import dev.ggen.libp2p.kad.KadStatus.Refusal;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.MultiformatException;
import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import io.github.bucket4j.Bucket;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers the requests of peers, "RPC messages". What can't be accepted resets the stream and is
 * counted; nothing of it is kept. Safe for any number of threads.
 */
final class KadServer implements StreamHandler {
  /** As long as others wait for a further request on a stream. */
  private static final Duration IDLE = Duration.ofSeconds(10);

  /** With their addresses they fit into a message. */
  private static final int MAX_PROVIDERS = 100;

  /** A peer that is reachable at all is so at one of the first few. */
  private static final int MAX_TOLD_ADDRESSES = 8;

  /** Longer ones, of names or of relays, would fill the message. */
  private static final int MAX_ADDRESS_BYTES = 128;

  private static final int MAX_COUNTED_PEERS = 4_096;
  private static final int BURST_FACTOR = 4;

  /** A request that is not fulfilled, and why. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    final Refusal reason;

    RefusedException(Refusal reason, String message) {
      super("kad: " + message);
      this.reason = reason;
    }
  }

  private final Host host;
  private final KadSettings settings;
  private final RecordValidator validators;
  private final TableKeeper table;
  private final KadStore store;
  private final ValueStore values;
  private final ProviderStore providers;
  private final KadCounters counters;
  private final InstantSource clock;
  private final Cache<PeerId, Bucket> allowances =
      Caffeine.newBuilder()
          .maximumSize(MAX_COUNTED_PEERS)
          .expireAfterAccess(Duration.ofMinutes(1))
          .build();

  KadServer(
      Host host,
      KadSettings settings,
      RecordValidator validators,
      TableKeeper table,
      KadStore store,
      KadCounters counters,
      InstantSource clock) {
    this.host = host;
    this.settings = settings;
    this.validators = validators;
    this.table = table;
    this.store = store;
    this.values = new ValueStore(store.values(), settings.storage());
    this.providers = new ProviderStore(store.providers(), settings.storage());
    this.counters = counters;
    this.clock = clock;
  }

  @Override
  public void handle(Stream stream) throws IOException {
    try {
      stream.timeout(IDLE);
      for (Optional<KadMessage> request = KadMessage.read(stream);
          request.isPresent();
          request = KadMessage.read(stream)) {
        Optional<KadMessage> answer =
            answer(
                stream.connection().peer(),
                stream.connection().remoteAddress(),
                request.orElseThrow());
        if (answer.isPresent()) {
          answer.get().write(stream);
        }
      }
    } catch (RefusedException e) {
      counters.refused(e.reason);
      throw e;
    } catch (ProtocolViolationException e) {
      counters.refused(Refusal.MALFORMED);
      throw e;
    }
  }

  /** What is answered to a request, if anything is. */
  Optional<KadMessage> answer(PeerId from, Multiaddr at, KadMessage request) throws IOException {
    Bucket allowance = allowances.get(from, peer -> allowance());
    if (!allowance.tryConsume(1)) {
      throw new RefusedException(Refusal.FLOOD, "more requests than allowed");
    }
    Optional<KadMessage> answer =
        switch (request.type()) {
          case FIND_NODE -> Optional.of(findNode(from, at, request));
          case GET_VALUE -> Optional.of(getValue(from, at, request));
          case PUT_VALUE -> Optional.of(putValue(from, request));
          case GET_PROVIDERS -> Optional.of(getProviders(from, at, request));
          case ADD_PROVIDER -> addProvider(from, at, request);
          case PING -> Optional.of(request);
        };
    counters.served(request.type());
    return answer;
  }

  private Bucket allowance() {
    int perSecond = settings.storage().requestsPerSecond();
    return Bucket.builder()
        .addLimit(limit ->
            limit
                .capacity((long) BURST_FACTOR * perSecond)
                .refillGreedy(perSecond, Duration.ofSeconds(1)))
        .build();
  }

  private KadMessage findNode(PeerId from, Multiaddr at, KadMessage request) throws IOException {
    List<KadPeer> closer = new ArrayList<>();
    sought(request.key())
        .filter(id -> !id.equals(from))
        .flatMap(id -> known(id, at))
        .ifPresent(closer::add);
    for (KadPeer peer : closerPeers(from, at, request.key())) {
      if (closer.stream().noneMatch(present -> present.id().equals(peer.id()))) {
        closer.add(peer);
      }
    }
    return new KadMessage(request.type(), request.key(), Optional.empty(), closer, List.of());
  }

  /** The peer that is looked for; none if the key is that of something else. */
  private static Optional<PeerId> sought(Bytes key) {
    try {
      return Optional.of(PeerId.decode(key));
    } catch (MultiformatException e) {
      return Optional.empty();
    }
  }

  /** A peer that is connected, server or not, or this node itself. */
  private Optional<KadPeer> known(PeerId id, Multiaddr at) {
    if (id.equals(host.id())) {
      return Optional.of(
          new KadPeer(id, AddressScope.meaningful(host.addresses(), at), KadPeer.Link.CONNECTED));
    }
    return host.connection(id).map(connection -> peer(id, at));
  }

  private List<KadPeer> closerPeers(PeerId from, Multiaddr at, Bytes key) throws IOException {
    if (key.isEmpty()) {
      throw new ProtocolViolationException("kad: a request without a key");
    }
    int k = settings.queries().replication();
    return table.closest(KadKey.of(key), k + 1).stream()
        .filter(id -> !id.equals(from))
        .limit(k)
        .map(id -> peer(id, at))
        .toList();
  }

  private KadPeer peer(PeerId id, Multiaddr at) {
    return new KadPeer(
        id,
        told(host.peerStore().addresses(id), at),
        host.connection(id).isPresent() ? KadPeer.Link.CONNECTED : KadPeer.Link.NOT_CONNECTED);
  }

  private static List<Multiaddr> told(List<Multiaddr> addresses, Multiaddr at) {
    return AddressScope.meaningful(addresses, at).stream()
        .filter(address -> address.bytes().size() <= MAX_ADDRESS_BYTES)
        .limit(MAX_TOLD_ADDRESSES)
        .toList();
  }

  private KadMessage getValue(PeerId from, Multiaddr at, KadMessage request) throws IOException {
    List<KadPeer> closer = closerPeers(from, at, request.key());
    return new KadMessage(request.type(), request.key(), held(request.key()), closer, List.of());
  }

  /** The better of what this node holds for others and of what it publishes itself. */
  Optional<KadRecord> held(Bytes key) {
    Optional<KadRecord> forOthers = values.get(key, clock.instant());
    Optional<KadRecord> own =
        store
            .published()
            .get(key)
            .map(value -> new KadRecord(key, value, Optional.of(clock.instant().toString())));
    return own.filter(record ->
            forOthers.isEmpty()
                || validators.isBetter(key, record.value(), forOthers.get().value()))
        .or(() -> forOthers);
  }

  private KadMessage putValue(PeerId from, KadMessage request) throws IOException {
    KadRecord record =
        request
            .value()
            .orElseThrow(() -> new ProtocolViolationException("kad: PUT_VALUE without a record"));
    if (!record.key().equals(request.key())) {
      throw new ProtocolViolationException("kad: PUT_VALUE for another key than the record's");
    }
    put(from, record);
    return new KadMessage(request.type(), request.key(), Optional.of(record), List.of(), List.of());
  }

  /** Stores a value of a peer, if it may be. */
  void put(PeerId from, KadRecord record) throws IOException {
    synchronized (values) {
      requireGood(record);
      if (!values.put(record.key(), record.value(), from, clock.instant())) {
        throw new RefusedException(Refusal.NO_ROOM, "no room for more values of " + from);
      }
    }
  }

  /** Finds out whether a value is valid, and none better is held. */
  void requireGood(KadRecord record) throws RefusedException {
    int maxBytes = settings.storage().maxValueBytes();
    if (record.value().size() > maxBytes) {
      throw new RefusedException(
          Refusal.OVERSIZED, "a value of " + record.value().size() + " bytes; at most " + maxBytes);
    }
    try {
      validators.validate(record.key(), record.value());
    } catch (InvalidRecordException e) {
      throw new RefusedException(Refusal.INVALID_RECORD, "no valid record: " + e.getMessage());
    }
    Optional<Bytes> held = held(record.key()).map(KadRecord::value);
    if (held.isPresent()
        && !held.get().equals(record.value())
        && !validators.isBetter(record.key(), record.value(), held.get())) {
      throw new RefusedException(Refusal.OLDER_RECORD, "a better value is held already");
    }
  }

  /** Those who are known to provide something, this node among them if it does. */
  List<KadPeer> providersOf(Multihash key, int count) {
    List<KadPeer> all = new ArrayList<>();
    if (store.provided().contains(key.encode())) {
      all.add(new KadPeer(host.id(), host.addresses(), KadPeer.Link.CONNECTED));
    }
    all.addAll(providers.get(key, count - all.size(), clock.instant()));
    return all;
  }

  private KadMessage getProviders(PeerId from, Multiaddr at, KadMessage request)
      throws IOException {
    List<KadPeer> found = new ArrayList<>();
    for (KadPeer provider : providersOf(multihash(request.key()), MAX_PROVIDERS)) {
      KadPeer.Link link =
          host.connection(provider.id()).isPresent()
              ? KadPeer.Link.CONNECTED
              : KadPeer.Link.NOT_CONNECTED;
      found.add(new KadPeer(provider.id(), told(provider.addresses(), at), link));
    }
    return new KadMessage(
        request.type(),
        request.key(),
        Optional.empty(),
        closerPeers(from, at, request.key()),
        found);
  }

  private Optional<KadMessage> addProvider(PeerId from, Multiaddr at, KadMessage request)
      throws IOException {
    Multihash key = multihash(request.key());
    KadPeer provider =
        request.providerPeers().stream()
            .filter(peer -> peer.id().equals(from))
            .findFirst()
            .orElseThrow(() ->
                new RefusedException(
                    Refusal.FOREIGN_PROVIDER, from + " does not name itself as the provider"));
    KadPeer told = new KadPeer(from, told(provider.addresses(), at), provider.link());
    if (!providers.add(key, told, clock.instant())) {
      throw new RefusedException(Refusal.NO_ROOM, "no room for more provider records of " + from);
    }
    return Optional.empty();
  }

  /** Keys of content are multihashes; a CID is one with something before it. */
  static Multihash multihash(Bytes key) throws IOException {
    try {
      return Multihash.decode(key);
    } catch (MultiformatException e) {
      return ofCid(key);
    }
  }

  private static Multihash ofCid(Bytes key) throws IOException {
    try {
      return Cid.decode(key).hash();
    } catch (MultiformatException e) {
      throw new ProtocolViolationException("kad: a key that is neither a multihash nor a CID", e);
    }
  }
}
