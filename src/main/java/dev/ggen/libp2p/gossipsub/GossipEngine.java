package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.gossipsub.GossipAction.Changed.What;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/**
 * Gossipsub without I/O, thread or clock: events in, actions out. One owner calls it; times are
 * nanoseconds of any clock that does not go backwards.
 *
 * <p>A message goes: {@code Received} → {@code Judge} → {@code Judged} → {@code Deliver} and {@code
 * Send} to the mesh. Larger ones go to a few peers at once and to the others a moment later ({@link
 * GossipSettings.Duplicates}), unless these have said by then that they have it.
 */
final class GossipEngine {
  private final GossipState state;
  private final Meshes meshes;
  private final Upkeep upkeep;
  private final Flow flow;
  private final Gossip gossip;

  GossipEngine(
      GossipSettings settings,
      PeerId self,
      Function<PubsubMessage, Bytes> messageId,
      Random random) {
    this.state = new GossipState(settings, self, random);
    this.meshes = new Meshes(state);
    this.upkeep = new Upkeep(state, meshes);
    this.flow = new Flow(state, upkeep, messageId);
    this.gossip = new Gossip(state, flow);
  }

  /** What is to be done now that this has happened. */
  List<GossipAction> on(GossipEvent event, long now) {
    state.now = now;
    switch (event) {
      case GossipEvent.Connected e -> connected(e);
      case GossipEvent.Disconnected e -> disconnected(e.peer());
      case GossipEvent.Reopened e -> reopened(e.peer());
      case GossipEvent.Received e -> received(e.peer(), e.rpc());
      case GossipEvent.Judged e -> flow.judged(e.id(), e.verdict());
      case GossipEvent.Throttled e -> flow.throttled(e.id());
      case GossipEvent.Subscribe e -> subscribe(e.topic());
      case GossipEvent.Unsubscribe e -> unsubscribe(e.topic());
      case GossipEvent.Publish e -> flow.publish(e.message(), e.id());
      case GossipEvent.Opinion e -> state.scores.application(e.peer(), e.score());
      case GossipEvent.Heartbeat _ -> upkeep.heartbeat();
      case GossipEvent.Tick _ -> {}
    }
    flow.release();
    meshes.flush();
    return state.takeActions();
  }

  /** When {@link GossipEvent.Tick} is wanted; nothing if nothing waits. */
  OptionalLong nextDue() {
    return flow.nextDue();
  }

  // Peers.

  private void connected(GossipEvent.Connected e) {
    boolean direct = state.settings.directPeers().contains(e.peer());
    GossipPeer peer = new GossipPeer(e.peer(), e.generation(), e.outbound(), direct);
    if (state.peers.putIfAbsent(e.peer(), peer) != null) {
      return;
    }
    if (peer.direct || !peer.generation.hasMesh()) {
      state.unmeshed.add(peer);
    }
    state.scores.connected(e.peer(), e.address());
    hello(e.peer());
  }

  /** "The hello packet": what this node is subscribed to. */
  private void hello(PeerId peer) {
    List<Rpc.Subscription> all =
        state.meshes.keySet().stream().map(topic -> new Rpc.Subscription(true, topic)).toList();
    int most = state.settings.limits().subscriptions();
    for (int i = 0; i * most < all.size(); i++) {
      state.control(peer, Rpc.ofSubscriptions(Meshes.part(all, i, most)));
    }
  }

  private void reopened(PeerId id) {
    if (state.peer(id) != null) {
      hello(id);
      state.meshes.forEach((topic, mesh) -> {
        if (mesh.contains(id)) {
          meshes.graftAgain(topic, id);
        }
      });
    }
  }

  private void disconnected(PeerId id) {
    GossipPeer peer = state.peers.get(id);
    if (peer == null) {
      return;
    }
    peer.topics.forEach(topic -> removeSubscriber(topic, id));
    List.copyOf(state.meshes.keySet()).forEach(topic -> meshes.drop(topic, id));
    state.fanouts.values().forEach(fanout -> fanout.peers.remove(id));
    state.promises.forget(id);
    state.scores.disconnected(id, state.now);
    state.unmeshed.remove(peer);
    state.peers.remove(id);
  }

  private void removeSubscriber(String topic, PeerId id) {
    Set<PeerId> subscribers = state.subscribers.get(topic);
    if (subscribers != null && subscribers.remove(id) && subscribers.isEmpty()) {
      state.subscribers.remove(topic);
    }
  }

  // What peers send.

  private void received(PeerId from, Rpc rpc) {
    GossipPeer peer = state.peer(from);
    if (peer == null) {
      return;
    }
    // These even of peers that are not listened to: they are not told again when scores recover.
    rpc.subscriptions().forEach(each -> subscribed(peer, each));
    if (!peer.direct && state.score(from) < state.thresholds().graylist()) {
      state.count(GossipCount.GRAYLISTED, 1);
      return;
    }
    rpc.messages().forEach(message -> flow.arrived(peer, message));
    rpc.grafts().forEach(topic -> meshes.grafted(peer, topic));
    rpc.prunes().forEach(prune -> meshes.pruned(peer, prune));
    gossip.unwanted(peer, rpc.unwanted());
    gossip.haves(peer, rpc.haves());
    gossip.wants(peer, rpc.wants());
  }

  private void subscribed(GossipPeer peer, Rpc.Subscription subscription) {
    String topic = subscription.topic();
    if (!subscription.subscribe()) {
      unsubscribed(peer, topic);
      return;
    }
    if (!isKept(peer, topic) || !peer.topics.add(topic)) {
      return;
    }
    state.subscribers.computeIfAbsent(topic, t -> new LinkedHashSet<>()).add(peer.id);
    state.changed(peer.id, topic, What.SUBSCRIBED);
    Set<PeerId> mesh = state.meshes.get(topic);
    // No need to wait for the heartbeat while there are too few.
    if (mesh != null
        && mesh.size() < state.settings.mesh().low()
        && meshes.isCandidate(topic, peer)) {
      meshes.graft(topic, peer.id);
    }
  }

  private void unsubscribed(GossipPeer peer, String topic) {
    meshes.drop(topic, peer.id);
    if (peer.topics.remove(topic)) {
      removeSubscriber(topic, peer.id);
      GossipState.Fanout fanout = state.fanouts.get(topic);
      if (fanout != null) {
        fanout.peers.remove(peer.id);
      }
      state.changed(peer.id, topic, What.UNSUBSCRIBED);
    }
  }

  /** Strangers can't make this node remember topics without end. */
  private boolean isKept(GossipPeer peer, String topic) {
    boolean known = state.meshes.containsKey(topic) || state.subscribers.containsKey(topic);
    return peer.topics.size() < state.settings.peerLimits().subscriptions()
        && (known || state.subscribers.size() < GossipState.MAX_TOPICS)
        && state.settings.topics().allows(topic);
  }

  // What this node does.

  private void subscribe(String topic) {
    if (!state.meshes.containsKey(topic)) {
      announce(new Rpc.Subscription(true, topic));
      meshes.join(topic);
    }
  }

  private void unsubscribe(String topic) {
    if (state.meshes.containsKey(topic)) {
      announce(new Rpc.Subscription(false, topic));
      meshes.leave(topic);
    }
  }

  private void announce(Rpc.Subscription subscription) {
    Rpc rpc = Rpc.ofSubscriptions(List.of(subscription));
    state.peers.keySet().forEach(peer -> state.control(peer, rpc));
  }

  // For status pages.

  double score(PeerId peer, long now) {
    return state.scores.score(peer, now);
  }

  GossipSnapshot snapshot(long now) {
    state.now = now;
    return GossipSnapshot.of(state, flow.pending(), flow.held());
  }
}
