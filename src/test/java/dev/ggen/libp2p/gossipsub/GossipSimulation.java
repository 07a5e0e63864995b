package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.transport.memory.MemoryNetwork;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whole nodes in one process on the memory transport, really negotiated, encrypted and signed.
 * Arguments: how many, and the seed if wanted. Times are those of a machine that plays all of them.
 */
final class GossipSimulation {
  private static final int CONNECTIONS = 5;
  private static final int MESSAGE_BYTES = 1_024;

  /** What came of it. */
  record Outcome(int nodes, int messages, long delivered, long twice, double p50, double p99) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d whole nodes, %d messages of %d bytes: %d of %d delivered, %d twice, p50 %.0f ms, p99"
              + " %.0f ms",
          nodes,
          messages,
          MESSAGE_BYTES,
          delivered,
          (long) messages * (nodes - 1),
          twice,
          p50,
          p99);
    }
  }

  private GossipSimulation() {}

  public static void main(String[] args) throws Exception {
    int nodes = args.length > 0 ? Integer.parseInt(args[0]) : 100;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
    Outcome _ = run(nodes, 200, seed, System.out);
    System.exit(0);
  }

  static Outcome run(int size, int messages, long seed, PrintStream out) throws Exception {
    out.println("seed " + seed);
    Random random = new Random(seed);
    MemoryNetwork network = new MemoryNetwork();
    List<GossipNode> nodes = new ArrayList<>();
    try {
      while (nodes.size() < size) {
        GossipNode node = GossipNode.memory(network, GossipSettings.defaults());
        for (int i = 0; i < Math.min(CONNECTIONS, nodes.size()); i++) {
          node.connect(nodes.get(random.nextInt(nodes.size())));
        }
        nodes.add(node);
      }
      Outcome outcome = spread(nodes, messages, random);
      out.println(outcome);
      return outcome;
    } finally {
      nodes.forEach(GossipNode::close);
    }
  }

  private static Outcome spread(List<GossipNode> nodes, int messages, Random random)
      throws Exception {
    ConcurrentHashMap<String, AtomicLong> seen = new ConcurrentHashMap<>();
    long[] sentAt = new long[messages];
    AtomicLong delivered = new AtomicLong();
    AtomicLong twice = new AtomicLong();
    ConcurrentHashMap<Long, Long> nanos = new ConcurrentHashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      int number = i;
      nodes
          .get(i)
          .gossip
          .subscribe(
              GossipNode.TOPIC,
              (message, from) -> {
                int id = (message.data().at(0) & 0xff) | ((message.data().at(1) & 0xff) << 8);
                long now = System.nanoTime();
                String key = number + "/" + id;
                if (seen.computeIfAbsent(key, k -> new AtomicLong()).incrementAndGet() > 1) {
                  twice.incrementAndGet();
                } else {
                  nanos.put(((long) number << 32) | id, now - sentAt[id]);
                  delivered.incrementAndGet();
                }
              });
    }
    GossipNode.await(
        "meshes",
        () -> nodes.stream().allMatch(node -> node.mesh().size() >= Math.min(2, nodes.size() - 1)));
    for (int i = 0; i < messages; i++) {
      byte[] data = new byte[MESSAGE_BYTES];
      random.nextBytes(data);
      data[0] = (byte) i;
      data[1] = (byte) (i >> 8);
      sentAt[i] = System.nanoTime();
      var _ =
          nodes
              .get(random.nextInt(nodes.size()))
              .gossip
              .publish(GossipNode.TOPIC, Bytes.copyOf(data));
      Thread.sleep(20);
    }
    long expected = (long) messages * (nodes.size() - 1);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (delivered.get() < expected && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    long[] sorted = nanos.values().stream().mapToLong(Long::longValue).sorted().toArray();
    return new Outcome(
        nodes.size(),
        messages,
        delivered.get(),
        twice.get(),
        sorted[sorted.length / 2] / 1e6,
        sorted[sorted.length * 99 / 100] / 1e6);
  }
}
