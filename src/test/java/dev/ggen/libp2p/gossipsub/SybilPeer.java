package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

/** A node of the model that means harm. It never sends on a message of others in time. */
final class SybilPeer implements VirtualNetwork.Peer {
  /** What it does. */
  enum Kind {
    /** Takes part in meshes and keeps everything for itself; otherwise of perfect manners. */
    SILENT,
    /** Also grafts whatever the back-off, floods IHAVE, sends invalid messages, and replays. */
    LOUD
  }

  private static final long BEAT_NANOS = 1_000 * VirtualNetwork.MILLI;
  private static final int IHAVES = 15;
  private static final int IDS = 200;
  private static final int INVALID = 5;
  private static final int REPLAYED = 20;

  private final PeerId id;
  private final Kind kind;
  private final VirtualNetwork network;
  private final ArrayDeque<PubsubMessage> captured = new ArrayDeque<>();
  private final Set<PeerId> met = new HashSet<>();
  private long counter;

  SybilPeer(PeerId id, Kind kind, VirtualNetwork network) {
    this.id = id;
    this.kind = kind;
    this.network = network;
  }

  void start() {
    network.after(network.random.nextLong(BEAT_NANOS), this::beat);
  }

  boolean hasMet(PeerId peer) {
    return met.contains(peer);
  }

  @Override
  public PeerId id() {
    return id;
  }

  @Override
  public void connected(PeerId other, boolean outbound) {
    met.add(other);
    send(other, Rpc.ofSubscriptions(List.of(new Rpc.Subscription(true, HonestPeer.TOPIC))));
    send(other, Rpc.ofMesh(List.of(HonestPeer.TOPIC), List.of()));
  }

  @Override
  public void disconnected(PeerId other) {}

  @Override
  public void received(PeerId from, Rpc rpc) {
    captured.addAll(rpc.messages());
    while (captured.size() > 1_000) {
      captured.removeFirst();
    }
    if (!rpc.prunes().isEmpty() && kind == Kind.SILENT) {
      long backoff = rpc.prunes().getFirst().backoffSeconds().orElse(60);
      network.after((backoff + 2) * BEAT_NANOS, () -> graft(from));
    }
  }

  private void send(PeerId to, Rpc rpc) {
    network.send(id, to, rpc, GossipAction.Priority.CONTROL);
  }

  private void graft(PeerId to) {
    send(to, Rpc.ofMesh(List.of(HonestPeer.TOPIC), List.of()));
  }

  private void beat() {
    if (kind == Kind.LOUD) {
      network.neighbours(id).forEach(this::harm);
    }
    network.after(BEAT_NANOS, this::beat);
  }

  private void harm(PeerId victim) {
    graft(victim);
    for (int i = 0; i < IHAVES; i++) {
      List<Bytes> ids = IntStream.range(0, IDS).mapToObj(_ -> madeUp()).toList();
      send(victim, Rpc.ofHaves(List.of(new Rpc.Have(HonestPeer.TOPIC, ids))));
    }
    for (int i = 0; i < INVALID; i++) {
      PubsubMessage invalid =
          PubsubMessage.unsigned(id.bytes(), Bytes.EMPTY, madeUp(), HonestPeer.TOPIC);
      send(victim, Rpc.of(invalid));
    }
    captured.stream().limit(REPLAYED).forEach(message -> send(victim, Rpc.of(message)));
    send(
        victim,
        Rpc.ofMesh(
            List.of(), List.of(new Rpc.Prune(HonestPeer.TOPIC, List.of(), OptionalLong.of(1)))));
  }

  private Bytes madeUp() {
    byte[] bytes =
        ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
            .putInt(id.hashCode())
            .putLong(counter++)
            .array();
    return Bytes.copyOf(bytes);
  }
}
