package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the parts of a {@link GossipEngine} share. Belongs to its owner. */
final class GossipState {
  /** A topic to which we publish without being subscribed. */
  static final class Fanout {
    final Set<PeerId> peers = new LinkedHashSet<>();
    long lastPublished;
  }

  /** Tag and length of an id. */
  private static final int ID_OVERHEAD = 4;

  /** Topics of others that are remembered, besides our own. */
  static final int MAX_TOPICS = 10_000;

  final GossipSettings settings;
  final PeerId self;
  final PeerScores scores;
  final Map<PeerId, GossipPeer> peers = new LinkedHashMap<>();

  /** Of these, those that are in no mesh: direct ones and those of floodsub. */
  final Set<GossipPeer> unmeshed = new LinkedHashSet<>();

  /** Who is subscribed to what, of all peers. */
  final Map<String, Set<PeerId>> subscribers = new LinkedHashMap<>();

  /** Of the topics that we are subscribed to. */
  final Map<String, Set<PeerId>> meshes = new LinkedHashMap<>();

  final Map<String, Fanout> fanouts = new LinkedHashMap<>();
  final MessageCache cache;
  final SeenCache seen;
  final Backoffs backoffs = new Backoffs();
  final Promises promises = new Promises();
  final EnumMap<GossipCount, Long> counts = new EnumMap<>(GossipCount.class);
  final Random random;

  /** The present, in nanoseconds; set with each event. */
  long now;

  private List<GossipAction> actions = new ArrayList<>();

  GossipState(GossipSettings settings, PeerId self, Random random) {
    this.settings = settings;
    this.self = self;
    this.random = random;
    GossipSettings.Timing timing = settings.timing();
    long seenNanos = timing.seenTtl().toNanos();
    this.scores = new PeerScores(settings.scores(), seenNanos);
    this.cache =
        new MessageCache(timing.historyLength(), timing.historyGossip(), MessageCache.MAX_BYTES);
    this.seen = new SeenCache(seenNanos, SeenCache.MAX_IDS);
  }

  void act(GossipAction action) {
    actions.add(action);
  }

  List<GossipAction> takeActions() {
    List<GossipAction> taken = actions;
    actions = new ArrayList<>();
    return taken;
  }

  void count(GossipCount what, long times) {
    counts.merge(what, times, Long::sum);
  }

  double score(PeerId peer) {
    return scores.score(peer, now);
  }

  ScoreSettings.Thresholds thresholds() {
    return settings.scores().thresholds();
  }

  @Nullable GossipPeer peer(PeerId id) {
    return peers.get(id);
  }

  Set<PeerId> mesh(String topic) {
    return meshes.getOrDefault(topic, Set.of());
  }

  Set<PeerId> subscribers(String topic) {
    return subscribers.getOrDefault(topic, Set.of());
  }

  /** Some peers of a topic that pass a test, in random order. */
  List<PeerId> some(String topic, int most, Predicate<GossipPeer> test) {
    return shuffled(
        subscribers(topic).stream()
            .filter(id -> {
              GossipPeer peer = peers.get(id);
              return peer != null && test.test(peer);
            })
            .toList(),
        most);
  }

  <T> List<T> shuffled(Collection<T> of, int most) {
    List<T> all = new ArrayList<>(of);
    Collections.shuffle(all, random);
    return all.size() <= most ? all : all.subList(0, most);
  }

  void send(Collection<PeerId> to, PubsubMessage message) {
    count(GossipCount.SENT, to.size());
    Rpc rpc = Rpc.of(message);
    to.forEach(peer -> act(new GossipAction.Send(peer, rpc, GossipAction.Priority.MESSAGE)));
  }

  /** Some of these ids, by chance: as many as an RPC may hold. */
  List<Bytes> fitting(Collection<Bytes> ids, int most) {
    int longest = ids.stream().mapToInt(Bytes::size).max().orElse(0) + ID_OVERHEAD;
    int room = settings.limits().rpcBytes() / 2 / longest;
    return shuffled(ids, Math.min(Math.min(room, settings.limits().ids()), Math.max(0, most)));
  }

  void gossip(PeerId to, Rpc rpc) {
    act(new GossipAction.Send(to, rpc, GossipAction.Priority.GOSSIP));
  }

  void control(PeerId to, Rpc rpc) {
    act(new GossipAction.Send(to, rpc, GossipAction.Priority.CONTROL));
  }

  void changed(PeerId peer, String topic, GossipAction.Changed.What what) {
    act(new GossipAction.Changed(peer, topic, what));
  }

  /** Whether a peer has said that it does not want a message. */
  boolean spares(PeerId peer, Bytes id) {
    GossipPeer there = peers.get(peer);
    return there != null && there.unwanted.containsKey(id);
  }
}
