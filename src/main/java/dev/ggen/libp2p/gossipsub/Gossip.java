package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.multiformats.Bytes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is told of messages, and asked: IHAVE, IWANT and IDONTWANT of others. Part of the engine.
 * What is beyond a limit is not looked at; who is far beyond it is no honest peer (P7): heartbeats
 * are not in step, so up to twice as much may be honest.
 */
final class Gossip {
  private static final int TOLERANCE = 2;

  private final GossipState state;
  private final Flow flow;

  Gossip(GossipState state, Flow flow) {
    this.state = state;
    this.flow = flow;
  }

  /** IDONTWANT. */
  void unwanted(GossipPeer peer, List<Bytes> ids) {
    GossipSettings.PeerLimits limits = state.settings.peerLimits();
    if (ids.isEmpty() || ++peer.unwantedMessages > limits.unwanted()) {
      return;
    }
    GossipSettings.Timing timing = state.settings.timing();
    long until = state.now + timing.heartbeat().toNanos() * timing.historyGossip();
    for (Bytes id : ids) {
      peer.doesNotWant(id, until, limits.unwantedIds());
      flow.noLongerWants(peer.id, id);
    }
  }

  /** IHAVE. */
  void haves(GossipPeer peer, List<Rpc.Have> haves) {
    if (haves.isEmpty() || state.score(peer.id) < state.thresholds().gossip()) {
      return;
    }
    GossipSettings.PeerLimits limits = state.settings.peerLimits();
    if (++peer.haves > limits.haves()) {
      punishOnce(peer, peer.haves == TOLERANCE * limits.haves() + 1);
      return;
    }
    List<Bytes> wanted = state.fitting(unknown(haves), limits.haveIds() - peer.askedIds);
    if (wanted.isEmpty()) {
      return;
    }
    peer.askedIds += wanted.size();
    state.count(GossipCount.WANT_SENT, wanted.size());
    long deadline = state.now + state.settings.timing().wantPatience().toNanos();
    state.promises.add(wanted.get(state.random.nextInt(wanted.size())), peer.id, deadline);
    state.gossip(peer.id, Rpc.ofWants(wanted));
  }

  private Set<Bytes> unknown(List<Rpc.Have> haves) {
    Set<Bytes> unknown = new LinkedHashSet<>();
    for (Rpc.Have have : haves) {
      state.count(GossipCount.HAVE_RECEIVED, have.ids().size());
      if (state.meshes.containsKey(have.topic())) {
        have.ids().stream().filter(id -> !state.seen.contains(id)).forEach(unknown::add);
      }
    }
    return unknown;
  }

  /** IWANT. */
  void wants(GossipPeer peer, List<Bytes> ids) {
    if (ids.isEmpty() || state.score(peer.id) < state.thresholds().gossip()) {
      return;
    }
    GossipSettings.PeerLimits limits = state.settings.peerLimits();
    for (Bytes id : ids) {
      if (++peer.wantedIds > limits.haveIds()) {
        punishOnce(peer, peer.wantedIds == TOLERANCE * limits.haveIds() + 1);
        continue;
      }
      state.count(GossipCount.WANT_RECEIVED, 1);
      if (!state.spares(peer.id, id)) {
        state
            .cache
            .give(id, peer.id, limits.retransmissions())
            .ifPresent(message -> state.send(List.of(peer.id), message));
      }
    }
  }

  private void punishOnce(GossipPeer peer, boolean now) {
    if (now) {
      state.scores.misbehaved(peer.id, 1);
    }
  }
}
