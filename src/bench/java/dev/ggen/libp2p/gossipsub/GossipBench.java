package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.HostSettings;
import dev.ggen.libp2p.host.Stream;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.Varint;
import dev.ggen.libp2p.ping.Ping;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Figures of gossipsub: how fast a message arrives, how many a node forwards, memory. */
final class GossipBench {
  private static final int NODES = 20;
  private static final int CONNECTIONS = 6;
  private static final int MESSAGES = 300;
  private static final int SINKS = 9;
  private static final int BURST = 150_000;

  private GossipBench() {}

  public static void main(String[] args) throws Exception {
    List<String> parts = args.length > 0 ? List.of(args) : List.of("latency", "rate", "memory");
    if (parts.contains("latency")) {
      latency();
    }
    if (parts.contains("rate")) {
      for (int round = 0; round < Integer.getInteger("rounds", 4); round++) {
        rate();
      }
    }
    if (parts.contains("memory")) {
      memory();
    }
    System.exit(0);
  }

  private static Host host() throws IOException {
    Host host =
        Host.start(HostSettings.of(PrivateKey.generate(), Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
    Ping.on(host);
    return host;
  }

  private static Multiaddr address(Host host) {
    return host.listenAddresses().getFirst().withPeerId(host.id());
  }

  // From publish to the last node.

  private static void latency() throws Exception {
    List<Host> hosts = new ArrayList<>();
    List<GossipSub> nodes = new ArrayList<>();
    AtomicLong left = new AtomicLong();
    AtomicLong last = new AtomicLong();
    for (int i = 0; i < NODES; i++) {
      hosts.add(host());
      nodes.add(GossipSub.on(hosts.get(i), GossipSettings.defaults()));
      nodes
          .get(i)
          .subscribe(
              "t",
              (message, from) -> {
                last.accumulateAndGet(System.nanoTime(), Math::max);
                left.decrementAndGet();
              });
    }
    for (int i = 0; i < NODES; i++) {
      for (int step : new int[] {1, 3, 7}) {
        hosts.get(i).connect(address(hosts.get((i + step) % NODES)));
      }
    }
    Thread.sleep(3_000);
    Random random = new Random(42);
    long[] nanos = new long[MESSAGES];
    for (int i = -200; i < MESSAGES; i++) {
      byte[] data = new byte[100];
      random.nextBytes(data);
      left.set(NODES - 1);
      last.set(0);
      long start = System.nanoTime();
      nodes.get(random.nextInt(NODES)).publish("t", Bytes.copyOf(data));
      long end = start + TimeUnit.SECONDS.toNanos(5);
      while (left.get() > 0 && System.nanoTime() < end) {
        Thread.sleep(Duration.ofMillis(1));
      }
      if (left.get() > 0) {
        throw new AssertionError("a message did not arrive everywhere");
      }
      if (i >= 0) {
        nanos[i] = last.get() - start;
      }
      Thread.sleep(20);
    }
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "latency: %d nodes with %d connections each, publish to last node: p50 %.2f ms, p99 %.2f"
            + " ms, max %.2f ms%n",
        NODES,
        CONNECTIONS,
        nanos[MESSAGES / 2] / 1e6,
        nanos[MESSAGES * 99 / 100] / 1e6,
        nanos[MESSAGES - 1] / 1e6);
    nodes.forEach(GossipSub::close);
    hosts.forEach(Host::close);
  }

  // How many a node forwards.

  /** A peer that subscribes and only counts the bytes it gets. */
  private static final class Sink {
    final Host host;
    final AtomicLong bytes = new AtomicLong();

    Sink(Host node) throws IOException {
      host = host();
      host.handle(Generation.V12.protocol(), this::swallow);
      host.connect(address(node));
      Stream stream = host.newStream(node.id(), Generation.V12.protocol());
      Rpc hello = Rpc.ofSubscriptions(List.of(new Rpc.Subscription(true, "t")));
      write(stream, hello);
      write(stream, Rpc.ofMesh(List.of("t"), List.of()));
    }

    private void swallow(Stream stream) throws IOException {
      stream.timeout(Duration.ofMinutes(5));
      byte[] buffer = new byte[1 << 16];
      for (int n = stream.read(buffer, 0, buffer.length);
          n >= 0;
          n = stream.read(buffer, 0, buffer.length)) {
        bytes.addAndGet(n);
      }
    }
  }

  private static void write(Stream stream, Rpc rpc) throws IOException {
    byte[] bytes = RpcCodec.encode(rpc);
    stream.write(Bytes.concat(Varint.encode(bytes.length), Bytes.copyOf(bytes)).toByteArray());
  }

  private static void rate() throws Exception {
    Host host = host();
    GossipSettings settings =
        GossipSettings.defaults()
            .withMesh(GossipSettings.Mesh.of(10, 8, 12))
            .withPeerLimits(
                new GossipSettings.PeerLimits(
                    1_000, 10, 5_000, 3, 1_000, 4_096, 16, 100_000, 64 << 20));
    GossipSub gossip = GossipSub.on(host, settings);
    CountDownLatch all = new CountDownLatch(BURST);
    gossip.subscribe("t", (message, from) -> all.countDown());
    List<Sink> sinks = new ArrayList<>();
    while (sinks.size() < SINKS) {
      sinks.add(new Sink(host));
    }
    Host sender = host();
    sender.handle(
        Generation.V12.protocol(),
        stream -> {
          stream.timeout(Duration.ofMinutes(5));
          byte[] buffer = new byte[1 << 16];
          while (stream.read(buffer, 0, buffer.length) >= 0) {
            // Only taken.
          }
        });
    sender.connect(address(host));
    Stream stream = sender.newStream(host.id(), Generation.V12.protocol());
    stream.timeout(Duration.ofMinutes(5));
    write(stream, Rpc.ofSubscriptions(List.of(new Rpc.Subscription(true, "t"))));
    write(stream, Rpc.ofMesh(List.of("t"), List.of()));
    byte[][] frames = presigned();
    while (gossip.snapshot().topics().get("t").mesh().size() < SINKS + 1) {
      Thread.sleep(20);
    }
    int messageBytes = frames[0].length;
    long start = System.nanoTime();
    int sent = 0;
    int batch = 100;
    byte[] buffer = new byte[batch * (messageBytes + 8)];
    while (sent < BURST) {
      int length = 0;
      for (int i = 0; i < batch && sent < BURST; i++) {
        System.arraycopy(frames[sent], 0, buffer, length, frames[sent].length);
        length += frames[sent++].length;
      }
      stream.write(buffer, 0, length);
      while (sent - (BURST - all.getCount()) > 1_500) {
        Thread.sleep(Duration.ofNanos(200_000));
      }
    }
    boolean done = all.await(60, TimeUnit.SECONDS);
    double seconds = (System.nanoTime() - start) / 1e9;
    long wanted = (long) BURST * (messageBytes - 2);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (sinks.stream().anyMatch(sink -> sink.bytes.get() < wanted)
        && System.nanoTime() < deadline) {
      Thread.sleep(5);
    }
    double whole = (System.nanoTime() - start) / 1e9;
    GossipSnapshot snapshot = gossip.snapshot();
    System.out.printf(
        Locale.ROOT,
        "rate: %d messages of %d bytes to %d peers, done %s: %.0f/s validated and queued, %.0f/s"
            + " when the last byte had arrived; dropped %d, throttled %d%n",
        BURST,
        messageBytes,
        SINKS,
        done,
        BURST / seconds,
        BURST / whole,
        snapshot.count(GossipCount.DROPPED_MESSAGE),
        snapshot.count(GossipCount.THROTTLED));
    gossip.close();
    host.close();
    sender.close();
    sinks.forEach(sink -> sink.host.close());
  }

  private static byte[][] signedFrames;

  private static byte[][] presigned() {
    if (signedFrames == null) {
      PrivateKey key = PrivateKey.generate();
      byte[][] frames = new byte[BURST][];
      for (int i = 0; i < BURST; i++) {
        byte[] data = new byte[64];
        ByteBuffer.wrap(data).putInt(i);
        PubsubMessage message =
            MessageSigning.sign(
                PubsubMessage.unsigned(
                    key.publicKey().peerId().bytes(),
                    Bytes.copyOf(data),
                    Bytes.copyOf(ByteBuffer.allocate(8).putLong(i + 1L).array()),
                    "t"),
                key);
        byte[] rpc = RpcCodec.encode(Rpc.of(message));
        frames[i] = Bytes.concat(Varint.encode(rpc.length), Bytes.copyOf(rpc)).toByteArray();
      }
      signedFrames = frames;
    }
    return signedFrames;
  }

  // Memory.

  private static long used() throws InterruptedException {
    for (int i = 0; i < 4; i++) {
      System.gc();
      Thread.sleep(50);
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static void memory() throws Exception {
    Host host = host();
    GossipSub gossip = GossipSub.on(host, GossipSettings.defaults());
    gossip.subscribe("warm", (message, from) -> {});
    long before = used();
    int topics = 1_000;
    for (int i = 0; i < topics; i++) {
      gossip.subscribe("topic-" + i, (message, from) -> {});
    }
    long after = used();
    System.out.printf(
        Locale.ROOT, "memory: %.1f KB for an idle topic%n", (after - before) / 1e3 / topics);
    int peers = 200;
    List<Host> others = new ArrayList<>();
    List<GossipSub> theirs = new ArrayList<>();
    for (int i = 0; i < peers; i++) {
      others.add(host());
      others.get(i).connect(address(host));
    }
    Thread.sleep(1_000);
    long connected = used();
    gossip.close();
    GossipSub again = GossipSub.on(host, GossipSettings.defaults());
    again.subscribe("t", (message, from) -> {});
    for (Host other : others) {
      GossipSub sub = GossipSub.on(other, GossipSettings.defaults());
      sub.subscribe("t", (message, from) -> {});
      theirs.add(sub);
    }
    Thread.sleep(3_000);
    long meshed = used();
    System.out.printf(
        Locale.ROOT,
        "memory: %.1f KB for both ends of a peer with one topic (%d known)%n",
        (meshed - connected + after - before) / 1e3 / peers,
        again.snapshot().peers().size());
    theirs.forEach(GossipSub::close);
  }
}
