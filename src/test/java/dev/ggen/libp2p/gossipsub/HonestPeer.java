package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.multiformats.PeerId;
import java.util.OptionalLong;
import java.util.Random;

/** A node of the model: the real engine, and around it what carries out its actions. */
final class HonestPeer implements VirtualNetwork.Peer {
  static final String TOPIC = "updates";

  /** Checking a signature and a record. */
  private static final long VALIDATION_NANOS = VirtualNetwork.MILLI;

  /** Hears what comes to a node. */
  interface Watch {
    void copyCame(HonestPeer at, PubsubMessage message);

    void delivered(HonestPeer at, PubsubMessage message);
  }

  final int number;
  private final PeerId id;
  private final VirtualNetwork network;
  private final GossipSettings settings;
  private final Watch watch;
  private GossipEngine engine;
  private long life;
  private boolean tickIsDue;

  /** When it came up; negative while it is down. */
  long upSince = -1;

  HonestPeer(int number, PeerId id, VirtualNetwork network, GossipSettings settings, Watch watch) {
    this.number = number;
    this.id = id;
    this.network = network;
    this.settings = settings;
    this.watch = watch;
    this.engine = newEngine();
  }

  private GossipEngine newEngine() {
    return new GossipEngine(
        settings, id, PubsubMessage::seqno, new Random(network.random.nextLong()));
  }

  /** Begins anew, knowing nothing. */
  void start() {
    engine = newEngine();
    upSince = network.now();
    on(new GossipEvent.Subscribe(TOPIC));
    long mine = ++life;
    network.after(settings.timing().firstHeartbeat().toNanos(), () -> heartbeat(mine));
  }

  void stop() {
    life++;
    upSince = -1;
    network.cutAll(this);
  }

  boolean isUp() {
    return upSince >= 0;
  }

  private void heartbeat(long ofLife) {
    if (ofLife == life) {
      on(new GossipEvent.Heartbeat());
      network.after(settings.timing().heartbeat().toNanos(), () -> heartbeat(ofLife));
    }
  }

  /** Publishes a message whose number nobody else uses. */
  void publish(PubsubMessage message) {
    on(new GossipEvent.Publish(message, message.seqno()));
  }

  double score(PeerId of) {
    return engine.score(of, network.now());
  }

  GossipSnapshot snapshot() {
    return engine.snapshot(network.now());
  }

  @Override
  public PeerId id() {
    return id;
  }

  @Override
  public void connected(PeerId other, boolean outbound) {
    on(new GossipEvent.Connected(other, Generation.V12, outbound, ""));
  }

  @Override
  public void disconnected(PeerId other) {
    on(new GossipEvent.Disconnected(other));
  }

  @Override
  public void received(PeerId from, Rpc rpc) {
    for (PubsubMessage message : rpc.messages()) {
      watch.copyCame(this, message);
    }
    on(new GossipEvent.Received(from, rpc));
  }

  private void on(GossipEvent event) {
    engine.on(event, network.now()).forEach(this::carryOut);
    OptionalLong due = engine.nextDue();
    if (due.isPresent() && !tickIsDue) {
      tickIsDue = true;
      network.after(Math.max(0, due.getAsLong() - network.now()), this::tick);
    }
  }

  private void tick() {
    tickIsDue = false;
    on(new GossipEvent.Tick());
  }

  private void carryOut(GossipAction action) {
    switch (action) {
      case GossipAction.Send send -> network.send(id, send.to(), send.rpc(), send.priority());
      case GossipAction.Judge judge -> {
        long mine = life;
        network.after(
            VALIDATION_NANOS,
            () -> {
              if (mine == life) {
                on(new GossipEvent.Judged(judge.id(), verdict(judge.message())));
              }
            });
      }
      case GossipAction.Deliver deliver -> watch.delivered(this, deliver.message());
      case GossipAction.Disconnect cut -> network.after(0, () -> network.cut(this, cut.peer()));
      case GossipAction.Connect _, GossipAction.Changed _ -> {}
    }
  }

  private static Verdict verdict(PubsubMessage message) {
    return message.data().isEmpty() ? Verdict.REJECT : Verdict.ACCEPT;
  }
}
