package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** One engine and its time, and short words for what tests tell it and look for. */
final class EngineRig {
  static final String TOPIC = "t";
  static final PeerId SELF = GossipPartsTest.peer(0);

  final GossipEngine engine;
  private final List<GossipAction> actions = new ArrayList<>();
  private long now = 1_000_000_000_000L;
  private int messages;

  EngineRig(GossipSettings settings) {
    this.engine = new GossipEngine(settings, SELF, PubsubMessage::seqno, new Random(7));
  }

  /** Subscribed to the topic. */
  static EngineRig subscribed(GossipSettings settings) {
    EngineRig rig = new EngineRig(settings);
    rig.on(new GossipEvent.Subscribe(TOPIC));
    return rig;
  }

  /** Without hold back and threshold, so that each row shows one thing. */
  static GossipSettings plain() {
    return GossipSettings.defaults()
        .withDuplicates(new GossipSettings.Duplicates(1_024, 1, Duration.ZERO));
  }

  static PeerId peer(int number) {
    return GossipPartsTest.peer(number);
  }

  static Bytes id(int number) {
    return Bytes.of(0, 0, 0, 0, 0, 0, number >> 8, number & 0xff);
  }

  /** What on() has wanted, and nothing of before. */
  List<GossipAction> on(GossipEvent event) {
    actions.clear();
    actions.addAll(engine.on(event, now));
    return List.copyOf(actions);
  }

  void pass(Duration time) {
    now += time.toNanos();
  }

  List<GossipAction> heartbeat() {
    return on(new GossipEvent.Heartbeat());
  }

  void beats(int count) {
    for (int i = 0; i < count; i++) {
      pass(Duration.ofSeconds(1));
      heartbeat();
    }
  }

  void connect(int number, Generation generation, boolean outbound) {
    on(new GossipEvent.Connected(peer(number), generation, outbound, ""));
  }

  /** Connected by us, of 1.2, and subscribed to the topic. */
  void join(int number) {
    join(number, Generation.V12, true);
  }

  void join(int number, Generation generation, boolean outbound) {
    connect(number, generation, outbound);
    subscribe(number);
  }

  void subscribe(int number) {
    receive(number, Rpc.ofSubscriptions(List.of(new Rpc.Subscription(true, TOPIC))));
  }

  void joinAll(int from, int to) {
    IntStream.rangeClosed(from, to).forEach(this::join);
  }

  List<GossipAction> receive(int from, Rpc rpc) {
    return on(new GossipEvent.Received(peer(from), rpc));
  }

  List<GossipAction> graft(int from) {
    return receive(from, Rpc.ofMesh(List.of(TOPIC), List.of()));
  }

  List<GossipAction> judge(Bytes id, Verdict verdict) {
    return on(new GossipEvent.Judged(id, verdict));
  }

  /** The next message of an author who is nobody's neighbour. */
  PubsubMessage message(int bytes) {
    return message(++messages, bytes);
  }

  PubsubMessage message(int number, int bytes) {
    return PubsubMessage.unsigned(
        peer(9_999).bytes(), Bytes.copyOf(new byte[bytes]), id(number), TOPIC);
  }

  /** Brings a message and accepts it. */
  List<GossipAction> accept(int from, PubsubMessage message) {
    receive(from, Rpc.of(message));
    return judge(message.seqno(), Verdict.ACCEPT);
  }

  double score(int of) {
    return engine.score(peer(of), now);
  }

  /** Makes a peer's score this. */
  void score(int of, double score) {
    on(new GossipEvent.Opinion(peer(of), score / ScoreSettings.defaults().applicationWeight()));
  }

  GossipSnapshot snapshot() {
    return engine.snapshot(now);
  }

  Set<PeerId> mesh() {
    return snapshot().topics().get(TOPIC).mesh();
  }

  long count(GossipCount what) {
    return snapshot().count(what);
  }

  static List<GossipAction.Send> sends(List<GossipAction> actions) {
    return actions.stream()
        .filter(GossipAction.Send.class::isInstance)
        .map(GossipAction.Send.class::cast)
        .toList();
  }

  /** Who is sent a message. */
  static List<PeerId> receivers(List<GossipAction> actions) {
    return sends(actions).stream()
        .filter(send -> !send.rpc().messages().isEmpty())
        .map(GossipAction.Send::to)
        .toList();
  }

  static List<Rpc> to(int number, List<GossipAction> actions) {
    return sends(actions).stream()
        .filter(send -> send.to().equals(peer(number)))
        .map(GossipAction.Send::rpc)
        .toList();
  }

  static List<Rpc.Prune> prunes(int number, List<GossipAction> actions) {
    return to(number, actions).stream().flatMap(rpc -> rpc.prunes().stream()).toList();
  }

  static boolean grafts(int number, List<GossipAction> actions) {
    return to(number, actions).stream().anyMatch(rpc -> rpc.grafts().contains(TOPIC));
  }
}
