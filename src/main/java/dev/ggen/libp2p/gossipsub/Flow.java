package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way of messages: they come, are judged, and go on. Part of the engine.
 *
 * <p>An id is taken from the first copy on. Copies of other bytes under the same id are kept until
 * the first is judged: if it is forged, they are judged in turn.
 */
final class Flow {
  /** Messages that are being judged, or held back; the shell's queues are shorter. */
  static final int MAX_HELD = 8_192;

  /** Different copies under the id of one message; the true one may also come later. */
  static final int MAX_ALTERNATIVES = 8;

  /** Waits for its verdict. */
  private static final class Pending {
    final PubsubMessage message;
    final PeerId from;

    /** Who has it, and need not get it. */
    final Set<PeerId> holders;

    /** What came under the same id, and from whom. */
    final Map<PubsubMessage, Set<PeerId>> alternatives = new LinkedHashMap<>();

    Pending(PubsubMessage message, PeerId from, Set<PeerId> holders) {
      this.message = message;
      this.from = from;
      this.holders = holders;
    }
  }

  /** Waits for those who may get it from others. */
  private record Held(PubsubMessage message, Set<PeerId> peers, long due) {}

  private final GossipState state;
  private final Upkeep upkeep;
  private final Function<PubsubMessage, Bytes> messageId;
  private final Bytes self;
  private final Map<Bytes, Pending> pending = new LinkedHashMap<>();

  /** In the order in which they are due. */
  private final Map<Bytes, Held> held = new LinkedHashMap<>();

  Flow(GossipState state, Upkeep upkeep, Function<PubsubMessage, Bytes> messageId) {
    this.state = state;
    this.upkeep = upkeep;
    this.messageId = messageId;
    this.self = state.self.bytes();
  }

  int pending() {
    return pending.size();
  }

  int held() {
    return held.size();
  }

  /** When {@link #release} is wanted. */
  OptionalLong nextDue() {
    return held.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(held.values().iterator().next().due());
  }

  // Arrival.

  void arrived(GossipPeer from, PubsubMessage message) {
    if (!state.meshes.containsKey(message.topic())) {
      state.count(GossipCount.UNSUBSCRIBED, 1);
      return;
    }
    if (message.from().equals(self)) {
      state.count(GossipCount.DUPLICATE, 1); // It has come back.
      return;
    }
    Bytes id = messageId.apply(message);
    state.promises.kept(id);
    if (!state.seen.add(id, state.now)) {
      repeated(from.id, id, message);
      return;
    }
    state.count(GossipCount.RECEIVED, 1);
    sayThatWeHave(message, id, from.id);
    Set<PeerId> holders = new LinkedHashSet<>();
    holders.add(from.id);
    judge(id, new Pending(message, from.id, holders));
  }

  private void judge(Bytes id, Pending message) {
    if (pending.size() >= MAX_HELD) {
      state.seen.remove(id);
      state.count(GossipCount.THROTTLED, 1);
      return;
    }
    message.holders.forEach(peer -> state.scores.began(id, peer, state.now));
    pending.put(id, message);
    state.act(new GossipAction.Judge(message.message, id, message.from));
  }

  private void repeated(PeerId from, Bytes id, PubsubMessage message) {
    state.count(GossipCount.DUPLICATE, 1);
    Pending waiting = pending.get(id);
    @Nullable PubsubMessage known = waiting == null ? state.cache.get(id) : waiting.message;
    if (known != null && !known.equals(message)) {
      // Worth nothing: whoever knows an id can make up something with it.
      if (waiting != null) {
        keep(waiting.alternatives, message, from);
      }
      return;
    }
    state.scores.repeated(id, from, message.topic(), state.now);
    if (waiting != null) {
      waiting.holders.add(from);
    }
    noLongerWants(from, id);
  }

  private static void keep(
      Map<PubsubMessage, Set<PeerId>> alternatives, PubsubMessage message, PeerId from) {
    Set<PeerId> holders = alternatives.get(message);
    if (holders != null) {
      holders.add(from);
    } else if (alternatives.size() < MAX_ALTERNATIVES) {
      alternatives.put(message, new LinkedHashSet<>(Set.of(from)));
    }
  }

  /** A peer has a message, or says so. */
  void noLongerWants(PeerId peer, Bytes id) {
    Held back = held.get(id);
    if (back != null && back.peers().remove(peer)) {
      state.count(GossipCount.SPARED, 1);
    }
  }

  /** IDONTWANT, before the message is judged. */
  private void sayThatWeHave(PubsubMessage message, Bytes id, PeerId from) {
    if (message.encoded().size() < state.settings.duplicates().threshold()) {
      return;
    }
    Rpc rpc = Rpc.ofUnwanted(List.of(id));
    for (PeerId other : state.mesh(message.topic())) {
      GossipPeer peer = state.peer(other);
      if (peer != null && !other.equals(from) && peer.generation.isAtLeast(Generation.V12)) {
        state.gossip(other, rpc);
      }
    }
  }

  // Verdicts.

  void judged(Bytes id, Verdict verdict) {
    Pending waiting = pending.remove(id);
    if (waiting == null) {
      return;
    }
    String topic = waiting.message.topic();
    switch (verdict) {
      case ACCEPT -> {
        state.count(GossipCount.ACCEPTED, 1);
        state.scores.accepted(id, waiting.from, topic, state.now);
        state.cache.put(id, waiting.message);
        state.act(new GossipAction.Deliver(waiting.message, id, waiting.from));
        forward(waiting, id);
      }
      case REJECT -> {
        state.count(GossipCount.REJECTED, 1);
        state.scores.rejected(id, waiting.from, topic, state.now);
      }
      case IGNORE -> {
        state.count(GossipCount.IGNORED, 1);
        state.scores.ignored(id, state.now);
      }
      case FORGED -> {
        state.count(GossipCount.REJECTED, 1);
        state.scores.forget(id);
        waiting.holders.forEach(peer -> state.scores.invalid(peer, topic));
        judgeNext(id, waiting.alternatives);
      }
    }
  }

  private void judgeNext(Bytes id, Map<PubsubMessage, Set<PeerId>> alternatives) {
    if (alternatives.isEmpty()) {
      state.seen.remove(id);
      return;
    }
    Map.Entry<PubsubMessage, Set<PeerId>> next = alternatives.entrySet().iterator().next();
    PeerId from = next.getValue().iterator().next();
    Pending following = new Pending(next.getKey(), from, next.getValue());
    following.alternatives.putAll(alternatives);
    following.alternatives.remove(next.getKey());
    judge(id, following);
  }

  /** It may come again, when there is less to do. */
  void throttled(Bytes id) {
    if (pending.remove(id) != null) {
      state.count(GossipCount.THROTTLED, 1);
      state.scores.forget(id);
      state.seen.remove(id);
    }
  }

  // Onward.

  private void forward(Pending accepted, Bytes id) {
    PubsubMessage message = accepted.message;
    Set<PeerId> targets = new LinkedHashSet<>(state.mesh(message.topic()));
    addUnmeshed(message.topic(), targets);
    targets.removeAll(accepted.holders);
    targets.removeIf(peer -> isAuthor(peer, message) || isSpared(peer, id));
    GossipSettings.Duplicates duplicates = state.settings.duplicates();
    boolean patient =
        duplicates.holdBack().isPositive()
            && message.encoded().size() >= duplicates.threshold()
            && targets.size() > duplicates.eager()
            && held.size() < MAX_HELD;
    if (!patient) {
      state.send(targets, message);
      return;
    }
    List<PeerId> order = state.shuffled(targets, targets.size());
    state.send(order.subList(0, duplicates.eager()), message);
    Set<PeerId> later = new LinkedHashSet<>(order.subList(duplicates.eager(), order.size()));
    held.put(id, new Held(message, later, state.now + duplicates.holdBack().toNanos()));
  }

  private boolean isAuthor(PeerId id, PubsubMessage message) {
    GossipPeer peer = state.peer(id);
    return peer != null && peer.idBytes.equals(message.from());
  }

  private boolean isSpared(PeerId peer, Bytes id) {
    boolean spared = state.spares(peer, id);
    if (spared) {
      state.count(GossipCount.SPARED, 1);
    }
    return spared;
  }

  /** Direct peers and those who know no mesh get everything. */
  private void addUnmeshed(String topic, Set<PeerId> targets) {
    for (GossipPeer peer : state.unmeshed) {
      if (peer.topics.contains(topic)
          && (peer.direct || state.score(peer.id) >= state.thresholds().publish())) {
        targets.add(peer.id);
      }
    }
  }

  void release() {
    while (!held.isEmpty()) {
      Map.Entry<Bytes, Held> first = held.entrySet().iterator().next();
      if (first.getValue().due() > state.now) {
        return;
      }
      held.remove(first.getKey());
      Held due = first.getValue();
      due.peers().removeIf(peer -> state.peer(peer) == null);
      state.send(due.peers(), due.message());
    }
  }

  // Our own.

  void publish(PubsubMessage message, Bytes id) {
    if (!state.seen.add(id, state.now)) {
      return; // The same was published before.
    }
    state.count(GossipCount.PUBLISHED, 1);
    state.cache.put(id, message);
    state.send(audience(message.topic()), message);
  }

  private Set<PeerId> audience(String topic) {
    Set<PeerId> targets = new LinkedHashSet<>();
    if (state.settings.floodPublish()) {
      targets.addAll(
          state.some(
              topic,
              Integer.MAX_VALUE,
              peer -> peer.direct || state.score(peer.id) >= state.thresholds().publish()));
      return targets;
    }
    Set<PeerId> mesh = state.meshes.get(topic);
    targets.addAll(mesh == null ? upkeep.fanout(topic) : mesh);
    addUnmeshed(topic, targets);
    return targets;
  }
}
