package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.HostSettings;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.ping.Ping;
import dev.ggen.libp2p.transport.memory.MemoryNetwork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** A whole node for tests: host, ping and gossipsub; it remembers what it gets. */
final class GossipNode implements AutoCloseable {
  static final String TOPIC = "test";

  final Host host;
  final GossipSub gossip;
  final Queue<String> order = new ConcurrentLinkedQueue<>();
  final Map<String, AtomicInteger> got = new ConcurrentHashMap<>();

  private GossipNode(Host host, GossipSettings settings) {
    this.host = host;
    Ping.on(host);
    this.gossip = GossipSub.on(host, settings);
  }

  static GossipNode tcp(GossipSettings settings) throws IOException {
    return new GossipNode(
        Host.start(HostSettings.of(PrivateKey.generate(), Multiaddr.parse("/ip4/127.0.0.1/tcp/0"))),
        settings);
  }

  static GossipNode memory(MemoryNetwork network, GossipSettings settings) throws IOException {
    return new GossipNode(
        Host.start(
            HostSettings.of(PrivateKey.generate(), Multiaddr.parse("/memory/0"))
                .withTransports(network)),
        settings);
  }

  /** Takes the messages of the test's topic. */
  GossipNode listening() {
    gossip.subscribe(
        TOPIC,
        (message, from) -> {
          String text = text(message.data());
          order.add(text);
          got.computeIfAbsent(text, t -> new AtomicInteger()).incrementAndGet();
        });
    return this;
  }

  Multiaddr address() {
    return host.listenAddresses().getFirst().withPeerId(host.id());
  }

  void connect(GossipNode other) throws IOException {
    host.connect(other.address());
  }

  Bytes say(String text) {
    return gossip.publish(TOPIC, bytes(text));
  }

  boolean hasOnce(String text) {
    AtomicInteger times = got.get(text);
    return times != null && times.get() == 1;
  }

  Set<PeerId> mesh() {
    GossipSnapshot.Topic topic = gossip.snapshot().topics().get(TOPIC);
    return topic == null ? Set.of() : topic.mesh();
  }

  long count(GossipCount what) {
    return gossip.snapshot().count(what);
  }

  static Bytes bytes(String text) {
    return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(Bytes bytes) {
    return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
  }

  /** Waits for what others do; fails when it does not come. */
  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within 30 s: " + what);
      }
      Thread.sleep(5);
    }
  }

  @Override
  public void close() {
    gossip.close();
    host.close();
  }
}
