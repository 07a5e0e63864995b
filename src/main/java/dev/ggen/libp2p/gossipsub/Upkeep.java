package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What each heartbeat does: gossipsub 1.0 and 1.1, "Heartbeat Procedure". Part of the engine. */
final class Upkeep {
  /** After a long sleep of the machine not all of it need be made up for. */
  private static final int MAX_DECAYS = 100;

  private static final long NEVER = Long.MIN_VALUE;

  private final GossipState state;
  private final Meshes meshes;
  private long ticks;
  private long decayedAt;

  /** Scores of this heartbeat: each is asked for many times. */
  private final Map<PeerId, Double> scores = new HashMap<>();

  Upkeep(GossipState state, Meshes meshes) {
    this.state = state;
    this.meshes = meshes;
    this.decayedAt = NEVER;
  }

  void heartbeat() {
    ticks++;
    fade();
    scores.clear();
    state.peers.values().forEach(peer -> peer.heartbeat(state.now));
    state.backoffs.expire(state.now);
    state.seen.expire(state.now);
    punishBrokenPromises();
    List.copyOf(state.meshes.keySet()).forEach(this::maintain);
    maintainFanouts();
    meshes.flush();
    tellWhatWeHave();
    state.cache.shift();
    if (ticks % state.settings.timing().directTicks() == 1) {
      reachDirectPeers();
    }
    cutTheWorst();
  }

  /** In step with the interval, though heartbeats are a little early or late. */
  private void fade() {
    long interval = state.settings.scores().decayInterval().toNanos();
    if (decayedAt == NEVER) {
      decayedAt = state.now;
    }
    for (int i = 0; i < MAX_DECAYS && state.now - decayedAt >= interval; i++) {
      state.scores.decay(state.now);
      decayedAt += interval;
    }
  }

  private double score(PeerId peer) {
    return scores.computeIfAbsent(peer, state::score);
  }

  private void punishBrokenPromises() {
    state
        .promises
        .broken(state.now)
        .forEach((peer, times) -> {
          state.count(GossipCount.BROKEN_PROMISE, times);
          state.scores.misbehaved(peer, times);
        });
  }

  private void maintain(String topic) {
    Set<PeerId> mesh = state.meshes.get(topic);
    if (mesh == null) {
      return;
    }
    GossipSettings.Mesh sizes = state.settings.mesh();
    Duration backoff = state.settings.timing().pruneBackoff();
    List.copyOf(mesh).stream()
        .filter(peer -> score(peer) < 0)
        .forEach(peer -> meshes.prune(topic, peer, backoff, false));
    if (mesh.size() < sizes.low()) {
      meshes.fill(topic, sizes.degree() - mesh.size());
    }
    if (mesh.size() > sizes.high()) {
      cut(topic, mesh, backoff);
    }
    keepOutbound(topic, mesh);
    if (ticks % state.settings.timing().opportunisticTicks() == 0) {
      graftBetter(topic, mesh);
    }
  }

  /** Keeps the best, and of the rest a random choice with enough that we have dialled. */
  private void cut(String topic, Set<PeerId> mesh, Duration backoff) {
    GossipSettings.Mesh sizes = state.settings.mesh();
    List<PeerId> order = state.shuffled(mesh, mesh.size());
    order.sort(Comparator.comparingDouble(this::score).reversed());
    List<PeerId> rest =
        new ArrayList<>(state.shuffled(order.subList(sizes.best(), order.size()), order.size()));
    List<PeerId> kept = new ArrayList<>(order.subList(0, sizes.best()));
    long outbound = kept.stream().filter(this::isOutbound).count();
    Iterator<PeerId> each = rest.iterator();
    while (each.hasNext() && outbound < sizes.outbound() && kept.size() < sizes.degree()) {
      PeerId candidate = each.next();
      if (isOutbound(candidate)) {
        kept.add(candidate);
        each.remove();
        outbound++;
      }
    }
    rest.stream().limit(sizes.degree() - (long) kept.size()).forEach(kept::add);
    List.copyOf(mesh).stream()
        .filter(peer -> !kept.contains(peer))
        .forEach(peer -> meshes.prune(topic, peer, backoff, true));
  }

  private boolean isOutbound(PeerId id) {
    GossipPeer peer = state.peer(id);
    return peer != null && peer.outbound;
  }

  /** Who has only been dialled by others may be surrounded by them: "Outbound Mesh Quotas". */
  private void keepOutbound(String topic, Set<PeerId> mesh) {
    if (mesh.size() < state.settings.mesh().low()) {
      return;
    }
    long missing =
        state.settings.mesh().outbound() - mesh.stream().filter(this::isOutbound).count();
    if (missing > 0) {
      state
          .some(topic, (int) missing, peer -> peer.outbound && meshes.isCandidate(topic, peer))
          .forEach(peer -> meshes.graft(topic, peer));
    }
  }

  /** "Opportunistic Grafting". */
  private void graftBetter(String topic, Set<PeerId> mesh) {
    if (mesh.size() < 2) {
      return;
    }
    double[] sorted = mesh.stream().mapToDouble(this::score).sorted().toArray();
    double median = sorted[sorted.length / 2];
    if (median < state.thresholds().opportunisticGraft()) {
      state
          .some(topic, 2, peer -> meshes.isCandidate(topic, peer) && score(peer.id) > median)
          .forEach(peer -> meshes.graft(topic, peer));
    }
  }

  private void maintainFanouts() {
    long ttl = state.settings.timing().fanoutTtl().toNanos();
    state.fanouts.values().removeIf(fanout -> state.now - fanout.lastPublished > ttl);
    state.fanouts.forEach((topic, fanout) -> {
      fanout.peers.removeIf(peer ->
          !state.subscribers(topic).contains(peer) || score(peer) < state.thresholds().publish());
      fill(topic, fanout);
    });
  }

  /** To whom we publish a topic that we are not subscribed to. */
  Set<PeerId> fanout(String topic) {
    GossipState.Fanout fanout = state.fanouts.computeIfAbsent(topic, t -> new GossipState.Fanout());
    fanout.lastPublished = state.now;
    fill(topic, fanout);
    return fanout.peers;
  }

  private void fill(String topic, GossipState.Fanout fanout) {
    int missing = state.settings.mesh().degree() - fanout.peers.size();
    if (missing > 0) {
      fanout.peers.addAll(
          state.some(
              topic,
              missing,
              peer ->
                  !peer.direct
                      && peer.generation.hasMesh()
                      && !fanout.peers.contains(peer.id)
                      && state.score(peer.id) >= state.thresholds().publish()));
    }
  }

  /** IHAVE, to some peers outside of the mesh: "Gossip", "Adaptive Gossip Dissemination". */
  private void tellWhatWeHave() {
    Map<PeerId, Telling> told = new LinkedHashMap<>();
    Map<String, List<Bytes>> recent = state.cache.recent();
    state.meshes.forEach((topic, mesh) -> tell(topic, recent, mesh, told));
    state.fanouts.forEach((topic, fanout) -> tell(topic, recent, fanout.peers, told));
    told.forEach((peer, telling) -> {
      if (!telling.haves.isEmpty()) {
        state.gossip(peer, Rpc.ofHaves(telling.haves));
      }
    });
  }

  private void tell(
      String topic,
      Map<String, List<Bytes>> recent,
      Set<PeerId> except,
      Map<PeerId, Telling> told) {
    List<Bytes> ids = recent.getOrDefault(topic, List.of());
    if (ids.isEmpty()) {
      return;
    }
    List<PeerId> others =
        state.some(
            topic,
            Integer.MAX_VALUE,
            peer ->
                !peer.direct
                    && peer.generation.hasMesh()
                    && !except.contains(peer.id)
                    && score(peer.id) >= state.thresholds().gossip());
    GossipSettings.Mesh sizes = state.settings.mesh();
    int most = Math.max(sizes.lazy(), (int) (sizes.gossipFactor() * others.size()));
    for (PeerId peer : others.subList(0, Math.min(most, others.size()))) {
      told.computeIfAbsent(peer, p -> new Telling()).add(topic, ids);
    }
  }

  /** What one peer is told in one RPC, of all topics together as much as it may hold. */
  private final class Telling {
    final List<Rpc.Have> haves = new ArrayList<>();
    int idsLeft = state.settings.peerLimits().haveIds();

    void add(String topic, List<Bytes> ids) {
      List<Bytes> some = state.fitting(ids, idsLeft);
      if (!some.isEmpty() && haves.size() < state.settings.limits().entries()) {
        haves.add(new Rpc.Have(topic, some));
        // A part of the room is gone, whichever of the limits it was.
        idsLeft = some.size() < ids.size() ? 0 : idsLeft - some.size();
        state.count(GossipCount.HAVE_SENT, some.size());
      }
    }
  }

  private void reachDirectPeers() {
    for (PeerId peer : state.settings.directPeers()) {
      if (state.peer(peer) == null) {
        state.act(new GossipAction.Connect(peer, Bytes.EMPTY));
      }
    }
  }

  private void cutTheWorst() {
    for (GossipPeer peer : state.peers.values()) {
      if (!peer.direct && score(peer.id) < state.thresholds().disconnect()) {
        state.act(new GossipAction.Disconnect(peer.id, "its gossip score is too low"));
      }
    }
  }
}
