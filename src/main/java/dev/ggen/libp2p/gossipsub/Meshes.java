package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.gossipsub.GossipAction.Changed.What;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.MultiformatException;
import dev.ggen.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is in which mesh, by our will and by that of others: gossipsub 1.0, "Control Messages", and
 * 1.1, "Prune Backoff and Peer Exchange". Part of the engine.
 */
final class Meshes {
  /** A peer can't send us away for longer. */
  private static final long MAX_BACKOFF_SECONDS = 3_600;

  private final GossipState state;

  /** What is to be told to each peer at the end of the event. */
  private final Map<PeerId, Outgoing> outgoing = new LinkedHashMap<>();

  private static final class Outgoing {
    final List<String> grafts = new ArrayList<>();
    final List<Rpc.Prune> prunes = new ArrayList<>();
  }

  Meshes(GossipState state) {
    this.state = state;
  }

  /** Puts a peer into a mesh, and tells it. */
  void graft(String topic, PeerId peer) {
    take(topic, peer);
    outgoing.computeIfAbsent(peer, p -> new Outgoing()).grafts.add(topic);
  }

  /** Tells a peer of the mesh once more that it is there. */
  void graftAgain(String topic, PeerId peer) {
    outgoing.computeIfAbsent(peer, p -> new Outgoing()).grafts.add(topic);
  }

  private void take(String topic, PeerId peer) {
    Set<PeerId> mesh = state.meshes.get(topic);
    if (mesh != null && mesh.add(peer)) {
      state.scores.grafted(peer, topic, state.now);
      state.count(GossipCount.GRAFT, 1);
      state.changed(peer, topic, What.GRAFTED);
    }
  }

  /** Takes a peer out of a mesh, and tells it. */
  void prune(String topic, PeerId peer, Duration backoff, boolean exchange) {
    drop(topic, peer);
    refuse(topic, peer, backoff, exchange);
  }

  /** Tells a peer that it is not in a mesh. */
  private void refuse(String topic, PeerId peer, Duration backoff, boolean exchange) {
    state.backoffs.add(topic, peer, state.now + backoff.toNanos());
    outgoing
        .computeIfAbsent(peer, p -> new Outgoing())
        .prunes
        .add(
            new Rpc.Prune(
                topic,
                exchange ? exchanged(topic, peer) : List.of(),
                OptionalLong.of(backoff.toSeconds())));
  }

  /** Takes a peer out without a word. */
  void drop(String topic, PeerId peer) {
    Set<PeerId> mesh = state.meshes.get(topic);
    if (mesh != null && mesh.remove(peer)) {
      state.scores.pruned(peer, topic, state.now);
      state.count(GossipCount.PRUNE, 1);
      state.changed(peer, topic, What.PRUNED);
    }
  }

  private List<Rpc.Exchanged> exchanged(String topic, PeerId except) {
    if (!state.settings.exchangePeers()) {
      return List.of();
    }
    return state
        .some(
            topic,
            state.settings.peerLimits().exchanged(),
            other -> !other.id.equals(except) && state.score(other.id) >= 0)
        .stream()
        .map(id -> new Rpc.Exchanged(id.bytes(), Bytes.EMPTY))
        .toList();
  }

  /** Sends what has gathered: one RPC for each peer, unless that would be too much in one. */
  void flush() {
    outgoing.forEach((peer, out) -> {
      GossipPeer there = state.peer(peer);
      if (there != null && there.generation.hasMesh()) {
        List<Rpc.Prune> prunes = forGeneration(there, out.prunes);
        // Half of what an RPC may hold, for each may hold both.
        int most = Math.max(1, state.settings.limits().entries() / 2);
        int mostPrunes =
            Math.clamp(
                state.settings.limits().exchanged()
                    / Math.max(1, state.settings.peerLimits().exchanged()),
                1,
                most);
        for (int i = 0; i * most < out.grafts.size() || i * mostPrunes < prunes.size(); i++) {
          state.control(peer, Rpc.ofMesh(part(out.grafts, i, most), part(prunes, i, mostPrunes)));
        }
      }
    });
    outgoing.clear();
  }

  /** The part with this number, of so many each; the last ones are shorter or empty. */
  static <T> List<T> part(List<T> all, int number, int size) {
    int from = Math.min(all.size(), number * size);
    return all.subList(from, Math.min(all.size(), from + size));
  }

  /** Peers of 1.0 know neither backoff nor exchange. */
  private static List<Rpc.Prune> forGeneration(GossipPeer peer, List<Rpc.Prune> prunes) {
    return peer.generation.isAtLeast(Generation.V11)
        ? prunes
        : prunes.stream()
            .map(prune -> new Rpc.Prune(prune.topic(), List.of(), OptionalLong.empty()))
            .toList();
  }

  // What peers want.

  /** GRAFT. */
  void grafted(GossipPeer peer, String topic) {
    Set<PeerId> mesh = state.meshes.get(topic);
    if (mesh == null || mesh.contains(peer.id)) {
      return; // "Spam protection": no answer where there is nothing to answer for.
    }
    Duration backoff = state.settings.timing().pruneBackoff();
    if (peer.direct) {
      refuse(topic, peer.id, backoff, false);
    } else if (state.backoffs.binds(topic, peer.id, state.now)) {
      state.scores.misbehaved(peer.id, isImpatient(topic, peer.id, backoff) ? 2 : 1);
      refuse(topic, peer.id, backoff, false);
    } else if (state.score(peer.id) < 0) {
      refuse(topic, peer.id, backoff, false);
    } else if (mesh.size() >= state.settings.mesh().high() && !peer.outbound) {
      refuse(topic, peer.id, backoff, true);
    } else {
      take(topic, peer.id);
    }
  }

  private boolean isImpatient(String topic, PeerId peer, Duration backoff) {
    long patience = state.settings.timing().graftPatience().toNanos();
    return state.backoffs.beganWithin(topic, peer, backoff.toNanos(), patience, state.now);
  }

  /** PRUNE. */
  void pruned(GossipPeer peer, Rpc.Prune prune) {
    if (!state.meshes.containsKey(prune.topic())) {
      return;
    }
    drop(prune.topic(), peer.id);
    state.backoffs.add(prune.topic(), peer.id, state.now + backoff(prune).toNanos());
    boolean believed = state.score(peer.id) >= state.thresholds().acceptExchange();
    if (believed && state.settings.exchangePeers()) {
      state.shuffled(prune.peers(), state.settings.peerLimits().exchanged()).forEach(this::connect);
    }
  }

  private Duration backoff(Rpc.Prune prune) {
    if (prune.backoffSeconds().isEmpty()) {
      return state.settings.timing().pruneBackoff();
    }
    long seconds = prune.backoffSeconds().getAsLong();
    // On the wire it has no sign.
    return Duration.ofSeconds(
        seconds < 0 ? MAX_BACKOFF_SECONDS : Math.clamp(seconds, 1, MAX_BACKOFF_SECONDS));
  }

  private void connect(Rpc.Exchanged exchanged) {
    PeerId id;
    try {
      id = PeerId.decode(exchanged.peerId());
    } catch (MultiformatException e) {
      return; // Somebody whom nobody could dial.
    }
    if (!id.equals(state.self) && state.peer(id) == null) {
      state.act(new GossipAction.Connect(id, exchanged.signedRecord()));
    }
  }

  // What this node wants.

  void join(String topic) {
    if (state.meshes.containsKey(topic)) {
      return;
    }
    Set<PeerId> mesh = new LinkedHashSet<>();
    state.meshes.put(topic, mesh);
    GossipState.Fanout fanout = state.fanouts.remove(topic);
    int degree = state.settings.mesh().degree();
    if (fanout != null) {
      fanout.peers.stream()
          .filter(id -> isCandidate(topic, state.peer(id)))
          .limit(degree)
          .forEach(id -> graft(topic, id));
    }
    fill(topic, degree - mesh.size());
  }

  /** Grafts so many more. */
  void fill(String topic, int wanted) {
    if (wanted > 0) {
      state.some(topic, wanted, peer -> isCandidate(topic, peer)).forEach(id -> graft(topic, id));
    }
  }

  /** Whether we may graft a peer. */
  boolean isCandidate(String topic, @Nullable GossipPeer peer) {
    return peer != null
        && peer.generation.hasMesh()
        && !peer.direct
        && peer.topics.contains(topic)
        && !state.mesh(topic).contains(peer.id)
        && !state.backoffs.holds(topic, peer.id, state.now)
        && state.score(peer.id) >= 0;
  }

  void leave(String topic) {
    Set<PeerId> mesh = state.meshes.get(topic);
    if (mesh != null) {
      Duration backoff = state.settings.timing().unsubscribeBackoff();
      List.copyOf(mesh).forEach(peer -> prune(topic, peer, backoff, true));
      state.meshes.remove(topic);
    }
  }
}
