package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.host.Connection;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.HostListener;
import dev.ggen.libp2p.host.Stream;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.MultiformatException;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Gossipsub on a host: <a
 * href="https://github.com/libp2p/specs/tree/master/pubsub/gossipsub">gossipsub 1.2, 1.1, 1.0</a>
 * and floodsub. Any thread may call; nothing waits for the network. Close it before its host.
 *
 * <p>One lock guards the engine; what the engine wants done is only put into queues while it is
 * held: those of the peers ({@link SendQueue}), of the judges ({@link Judges}) and of the
 * subscriptions.
 */
public final class GossipSub implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(GossipSub.class.getName());

  /** Peers told of by others that are dialled at the same time. */
  private static final int MAX_DIALS = 8;

  private final Host host;
  private final GossipSettings settings;
  private final Function<PubsubMessage, Bytes> messageId;
  private final Judges judges;
  private final GossipListener listener;
  private final Map<PeerId, Link> links = new ConcurrentHashMap<>();
  private final Semaphore dials = new Semaphore(MAX_DIALS);
  private final HostListener watch = new Watch();
  private final Thread heart = Thread.ofVirtual().name("gossip-heart").unstarted(this::beat);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();

  // Under the lock.
  private final GossipEngine engine;
  private final Map<PeerId, Set<Connection>> connections = new HashMap<>();
  private final Map<String, List<Subscription>> subscriptions = new HashMap<>();
  private final EnumMap<GossipCount, Long> counts = new EnumMap<>(GossipCount.class);
  private long nextSeqno = Instant.now().toEpochMilli() * 1_000_000;
  private ToDoubleFunction<PeerId> opinions = peer -> 0;
  private boolean closed;

  private GossipSub(
      Host host,
      GossipSettings settings,
      Function<PubsubMessage, Bytes> messageId,
      GossipListener listener) {
    this.host = host;
    this.settings = settings;
    this.messageId = messageId;
    this.listener = listener;
    this.engine = new GossipEngine(settings, host.id(), messageId, new Random());
    this.judges = new Judges(settings, (id, verdict) -> on(new GossipEvent.Judged(id, verdict)));
  }

  /** Puts gossipsub on a host, with the field's message ids: author and number. */
  public static GossipSub on(Host host, GossipSettings settings) {
    return on(host, settings, GossipSub::authorAndNumber, new GossipListener() {});
  }

  /**
   * Puts gossipsub on a host.
   *
   * @param messageId what tells messages apart; without signatures they need another than {@link
   *     #authorAndNumber}. Must be quick
   */
  public static GossipSub on(
      Host host,
      GossipSettings settings,
      Function<PubsubMessage, Bytes> messageId,
      GossipListener listener) {
    GossipSub gossip = new GossipSub(host, settings, messageId, listener);
    for (String protocol : Generation.protocols()) {
      host.handle(protocol, gossip::serve);
    }
    host.addListener(gossip.watch);
    host.connections().forEach(gossip.watch::connected);
    gossip.heart.start();
    return gossip;
  }

  /** The message id of the specification: author and number. */
  public static Bytes authorAndNumber(PubsubMessage message) {
    return Bytes.concat(message.from(), message.seqno());
  }

  // What users do.

  /** Takes a topic's messages from now on; those that this node publishes are not among them. */
  public Subscription subscribe(String topic, MessageHandler handler) {
    requireTopic(topic);
    Subscription subscription = new Subscription(topic, handler, this::ended);
    lock.lock();
    try {
      requireOpen();
      subscriptions.computeIfAbsent(topic, t -> new ArrayList<>()).add(subscription);
      act(new GossipEvent.Subscribe(topic));
    } catch (RuntimeException e) {
      subscription.close();
      throw e;
    } finally {
      lock.unlock();
    }
    return subscription;
  }

  private void requireTopic(String topic) {
    if (topic.isEmpty() || topic.length() > settings.limits().topicBytes()) {
      throw new IllegalArgumentException(
          "a topic has 1 to %d characters, not %d"
              .formatted(settings.limits().topicBytes(), topic.length()));
    }
  }

  private void ended(Subscription subscription) {
    lock.lock();
    try {
      List<Subscription> left = subscriptions.get(subscription.topic());
      if (left != null && left.remove(subscription) && left.isEmpty()) {
        subscriptions.remove(subscription.topic());
        act(new GossipEvent.Unsubscribe(subscription.topic()));
        judges.remove(subscription.topic());
      }
    } finally {
      lock.unlock();
    }
  }

  /** Judges a topic's messages from now on; one that it had is replaced. */
  public void setValidator(String topic, MessageValidator validator) {
    judges.validator(topic, validator);
  }

  /**
   * Publishes a message.
   *
   * @return its id
   * @throws IllegalArgumentException if it is longer than {@link RpcLimits#messageBytes}
   */
  public Bytes publish(String topic, Bytes data) {
    requireTopic(topic);
    if (data.size() > settings.limits().messageBytes()) {
      throw new IllegalArgumentException(
          "a message has at most %d bytes, not %d"
              .formatted(settings.limits().messageBytes(), data.size()));
    }
    PubsubMessage message = make(topic, data);
    Bytes id = messageId.apply(message);
    on(new GossipEvent.Publish(message, id));
    return id;
  }

  private PubsubMessage make(String topic, Bytes data) {
    return switch (settings.signatures()) {
      case STRICT_SIGN ->
          MessageSigning.sign(
              PubsubMessage.unsigned(host.id().bytes(), data, seqno(), topic), host.identity());
      case STRICT_NO_SIGN -> PubsubMessage.unsigned(Bytes.EMPTY, data, Bytes.EMPTY, topic);
    };
  }

  private Bytes seqno() {
    lock.lock();
    try {
      return Bytes.copyOf(ByteBuffer.allocate(Long.BYTES).putLong(nextSeqno++).array());
    } finally {
      lock.unlock();
    }
  }

  /** Where the application's score of a peer comes from, -1 to 1; asked at each heartbeat. */
  public void opinions(ToDoubleFunction<PeerId> source) {
    lock.lock();
    try {
      opinions = source;
    } finally {
      lock.unlock();
    }
  }

  /** What it is doing. */
  public GossipSnapshot snapshot() {
    lock.lock();
    try {
      return engine.snapshot(System.nanoTime()).with(counts);
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("gossipsub is closed");
    }
  }

  // Peers.

  private final class Watch implements HostListener {
    @Override
    public void connected(Connection connection) {
      lock.lock();
      try {
        Set<Connection> of = connections.computeIfAbsent(connection.peer(), p -> new HashSet<>());
        if (!closed && of.add(connection)) {
          link(connection);
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void disconnected(Connection connection, String reason) {
      lock.lock();
      try {
        Set<Connection> left = connections.get(connection.peer());
        if (left != null && left.remove(connection) && left.isEmpty()) {
          connections.remove(connection.peer());
          Link link = links.remove(connection.peer());
          if (link != null) {
            link.close();
            act(new GossipEvent.Disconnected(connection.peer()));
          }
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** The link with a peer; made if there is none yet. Under the lock. */
  private Link link(Connection connection) {
    return links.computeIfAbsent(
        connection.peer(),
        peer -> {
          Link link = new Link(host, connection, settings, new Links());
          link.start();
          return link;
        });
  }

  private final class Links implements Link.Owner {
    @Override
    public void linked(Link link, Generation generation) {
      on(new GossipEvent.Connected(link.peer(), generation, link.isOutbound(), link.address()));
    }

    @Override
    public void relinked(Link link) {
      on(new GossipEvent.Reopened(link.peer()));
    }

    @Override
    public void broken(Link link) {
      disconnect(link.peer());
    }

    @Override
    public void received(Link link, Rpc rpc) {
      on(new GossipEvent.Received(link.peer(), rpc));
    }

    @Override
    public void malformed(Link link, ProtocolViolationException fault) {
      LOG.log(System.Logger.Level.DEBUG, () -> link.peer() + " broke the protocol: " + fault);
      count(GossipCount.MALFORMED);
      disconnect(link.peer());
    }
  }

  private void serve(Stream stream) throws IOException {
    Connection connection = stream.connection();
    Link link;
    lock.lock();
    try {
      if (closed) {
        throw new IOException("gossipsub is closed");
      }
      // The peer may be quicker than the word that it is there.
      connections.computeIfAbsent(connection.peer(), p -> new HashSet<>()).add(connection);
      link = link(connection);
      link.start();
      Generation generation = Generation.of(stream.protocol()).orElseThrow();
      act(new GossipEvent.Connected(link.peer(), generation, link.isOutbound(), link.address()));
    } finally {
      lock.unlock();
    }
    if (connection.isClosed()) {
      watch.disconnected(connection, "it was closed meanwhile");
    }
    link.read(stream);
  }

  private void disconnect(PeerId peer) {
    host.connections().stream()
        .filter(connection -> connection.peer().equals(peer))
        .forEach(Connection::close);
  }

  // The engine.

  private void on(GossipEvent event) {
    lock.lock();
    try {
      act(event);
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock. */
  private void act(GossipEvent event) {
    boolean waited = engine.nextDue().isPresent();
    engine.on(event, System.nanoTime()).forEach(this::carryOut);
    if (!waited && engine.nextDue().isPresent()) {
      woken.signal();
    }
  }

  private void carryOut(GossipAction action) {
    switch (action) {
      case GossipAction.Send send -> send(send);
      case GossipAction.Judge judge -> {
        if (!judges.offer(judge)) {
          act(new GossipEvent.Throttled(judge.id()));
        }
      }
      case GossipAction.Deliver deliver -> deliver(deliver);
      case GossipAction.Connect connect -> connect(connect);
      case GossipAction.Disconnect cut -> {
        LOG.log(System.Logger.Level.DEBUG, () -> "cut off " + cut.peer() + ": " + cut.reason());
        host.execute(() -> disconnect(cut.peer()));
      }
      case GossipAction.Changed changed -> tell(changed);
    }
  }

  private void send(GossipAction.Send send) {
    Link link = links.get(send.to());
    if (link == null) {
      return; // It has just gone.
    }
    switch (link.send(withRecords(send.rpc()), send.priority())) {
      case QUEUED -> {}
      case DROPPED ->
          count(
              send.priority() == GossipAction.Priority.MESSAGE
                  ? GossipCount.DROPPED_MESSAGE
                  : GossipCount.DROPPED_GOSSIP);
      case STALLED -> {
        count(GossipCount.STALLED_PEER);
        link.stall();
      }
    }
  }

  /** Gives the peers of a PRUNE their signed records, as far as they are known. */
  private Rpc withRecords(Rpc rpc) {
    if (rpc.prunes().stream().allMatch(prune -> prune.peers().isEmpty())) {
      return rpc;
    }
    List<Rpc.Prune> prunes =
        rpc.prunes().stream()
            .map(prune ->
                new Rpc.Prune(
                    prune.topic(),
                    prune.peers().stream().map(this::withRecord).toList(),
                    prune.backoffSeconds()))
            .toList();
    return Rpc.ofMesh(rpc.grafts(), prunes);
  }

  private Rpc.Exchanged withRecord(Rpc.Exchanged peer) {
    return new Rpc.Exchanged(
        peer.peerId(),
        host.peerStore().facts(PeerId.decode(peer.peerId())).signedRecord().orElse(Bytes.EMPTY));
  }

  private void deliver(GossipAction.Deliver deliver) {
    for (Subscription each : subscriptions.getOrDefault(deliver.message().topic(), List.of())) {
      if (!each.offer(deliver.message(), deliver.from())) {
        count(GossipCount.UNDELIVERED);
      }
    }
  }

  private void connect(GossipAction.Connect connect) {
    if (!dials.tryAcquire()) {
      return; // Others are being dialled; more will be told of.
    }
    host.execute(() -> {
      try {
        if (!connect.signedRecord().isEmpty()) {
          host.peerStore().accept(connect.peer(), connect.signedRecord());
        }
        host.connect(connect.peer());
      } catch (IOException | MultiformatException e) {
        LOG.log(System.Logger.Level.DEBUG, () -> "can't reach " + connect.peer() + ": " + e);
      } finally {
        dials.release();
      }
    });
  }

  private void tell(GossipAction.Changed changed) {
    switch (changed.what()) {
      case GRAFTED -> listener.grafted(changed.peer(), changed.topic());
      case PRUNED -> listener.pruned(changed.peer(), changed.topic());
      case SUBSCRIBED -> listener.subscribed(changed.peer(), changed.topic());
      case UNSUBSCRIBED -> listener.unsubscribed(changed.peer(), changed.topic());
    }
  }

  private void count(GossipCount what) {
    lock.lock();
    try {
      counts.merge(what, 1L, Long::sum);
    } finally {
      lock.unlock();
    }
  }

  private void beat() {
    long next = System.nanoTime() + settings.timing().firstHeartbeat().toNanos();
    lock.lock();
    try {
      while (!closed) {
        long now = System.nanoTime();
        OptionalLong due = engine.nextDue();
        if (now - next >= 0) {
          heartbeat(now);
          next = now + settings.timing().heartbeat().toNanos();
        } else if (due.isPresent() && now - due.getAsLong() >= 0) {
          act(new GossipEvent.Tick());
        } else {
          long until = due.isPresent() ? Math.min(next, due.getAsLong()) : next;
          long _ = woken.awaitNanos(until - now);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void heartbeat(long now) {
    links
        .keySet()
        .forEach(peer -> act(new GossipEvent.Opinion(peer, opinions.applyAsDouble(peer))));
    act(new GossipEvent.Heartbeat());
    judges.expire(now);
  }

  /** Leaves all topics, politely as far as that goes at once. Doing it twice changes nothing. */
  @Override
  public void close() {
    List<Subscription> open = new ArrayList<>();
    lock.lock();
    try {
      if (closed) {
        return;
      }
      subscriptions.values().forEach(open::addAll);
    } finally {
      lock.unlock();
    }
    open.forEach(Subscription::close);
    host.removeListener(watch);
    Arrays.stream(Generation.protocols()).forEach(host::unhandle);
    lock.lock();
    try {
      closed = true;
      woken.signalAll();
      links.values().forEach(Link::close);
      links.clear();
    } finally {
      lock.unlock();
    }
    judges.close();
  }
}
