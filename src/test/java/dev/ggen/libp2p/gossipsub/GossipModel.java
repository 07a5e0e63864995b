package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * A network in virtual time: whole engines, links of 50 ms, and 1,000 messages at 50 a second from
 * anybody. A run follows from its seed alone.
 *
 * <p>As a program it runs all scenarios. Arguments: the number of nodes and, if wanted, the seed.
 */
final class GossipModel implements HonestPeer.Watch {
  private static final int MESSAGES = 1_000;
  private static final int MESSAGE_BYTES = 200;
  private static final int DIALS = 6;
  private static final long SECOND = 1_000 * VirtualNetwork.MILLI;
  private static final long PUBLISH_EVERY = 20 * VirtualNetwork.MILLI;
  private static final long WARM_UP = 5 * SECOND;

  /** Messages still on their way when the last one has been published. */
  private static final long COOL_DOWN = 10 * SECOND;

  /** Who comes or goes so near to a message cannot be expected to get it. */
  private static final long CHURN_GRACE = 5 * SECOND;

  private static final int LATENCIES = 20_000;

  /** IDONTWANT for messages of any size, and all else as it comes. */
  static final GossipSettings SETTINGS =
      GossipSettings.defaults().withDuplicates(duplicates(0, Duration.ofMillis(120)));

  /** What happens to the network besides the messages. */
  record Scenario(
      String name, GossipSettings settings, int sybilPercent, SybilPeer.Kind kind, boolean churn) {
    Scenario(String name, GossipSettings settings) {
      this(name, settings, 0, SybilPeer.Kind.SILENT, false);
    }
  }

  /**
   * What came of it.
   *
   * @param delivery part of the deliveries that there should be
   * @param copies of each message that a node got, on average
   * @param sybilLinks how many honest nodes think something of a sybil
   * @param graylisted of these, for how many it is below the graylist threshold
   */
  record Report(
      String name,
      double delivery,
      int p50Millis,
      int p99Millis,
      double copies,
      int twice,
      int sybilLinks,
      int graylisted,
      double meshSize) {
    static String header() {
      return String.format(
          "%-40s %10s %8s %8s %7s %6s %14s %6s",
          "scenario", "delivered", "p50 ms", "p99 ms", "copies", "twice", "graylisted", "mesh");
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%-40s %9.3f%% %8d %8d %7.2f %6d %6d/%-7d %6.1f",
          name,
          100 * delivery,
          p50Millis,
          p99Millis,
          copies,
          twice,
          graylisted,
          sybilLinks,
          meshSize);
    }
  }

  private final VirtualNetwork network;
  private final Scenario scenario;
  private final List<HonestPeer> honest = new ArrayList<>();
  private final List<SybilPeer> sybils = new ArrayList<>();
  private final long[] publishedAt = new long[MESSAGES];
  private final HonestPeer[] authors = new HonestPeer[MESSAGES];
  private final BitSet[] due = new BitSet[MESSAGES];
  private final BitSet[] got = new BitSet[MESSAGES];
  private final BitSet[] gotInThisLife = new BitSet[MESSAGES];
  private final int[] latencies = new int[LATENCIES];
  private int published;
  private long copies;
  private int twice;

  private GossipModel(Scenario scenario, int size, long seed) {
    this.scenario = scenario;
    this.network = new VirtualNetwork(seed);
    int bad = size * scenario.sybilPercent() / 100;
    for (int i = 0; i < size - bad; i++) {
      honest.add(new HonestPeer(i, anyId(), network, scenario.settings(), this));
    }
    for (int i = 0; i < bad; i++) {
      sybils.add(new SybilPeer(anyId(), scenario.kind(), network));
    }
  }

  private PeerId anyId() {
    byte[] key = new byte[Long.BYTES]; // Shorter than real ones, which makes the model quicker.
    network.random.nextBytes(key);
    return PeerId.ofKey(Bytes.copyOf(key));
  }

  public static void main(String[] args) {
    int size = args.length > 0 ? Integer.parseInt(args[0]) : 100;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
    List<Scenario> all =
        List.of(
            noFaults(),
            nothingHeldBack(),
            withoutIDontWant(),
            lossAndChurn(),
            loudSybils(),
            silentSybils(),
            silentSybilsWatched());
    List<Report> _ = run(all, size, seed, System.out);
  }

  /** Scenarios, each from the same seed. */
  static List<Report> run(List<Scenario> scenarios, int size, long seed, PrintStream out) {
    out.println("model of " + size + " nodes, links of 50 ms, seed " + seed);
    out.println(Report.header());
    return scenarios.stream()
        .map(scenario -> {
          Report report = new GossipModel(scenario, size, seed).run();
          out.println(report);
          return report;
        })
        .toList();
  }

  static Scenario noFaults() {
    return new Scenario("no faults", SETTINGS);
  }

  static Scenario nothingHeldBack() {
    GossipSettings.Duplicates eager = duplicates(0, Duration.ZERO);
    return new Scenario("no faults, nothing held back", SETTINGS.withDuplicates(eager));
  }

  static Scenario withoutIDontWant() {
    GossipSettings.Duplicates never = duplicates(Integer.MAX_VALUE, Duration.ZERO);
    return new Scenario("no faults, without IDONTWANT", SETTINGS.withDuplicates(never));
  }

  static Scenario lossAndChurn() {
    return new Scenario("1 % loss and churn", SETTINGS, 0, SybilPeer.Kind.SILENT, true);
  }

  static Scenario loudSybils() {
    return new Scenario(
        "20 % sybils, everything at once", SETTINGS, 20, SybilPeer.Kind.LOUD, false);
  }

  static Scenario silentSybils() {
    return new Scenario("20 % silent sybils", SETTINGS, 20, SybilPeer.Kind.SILENT, false);
  }

  static Scenario silentSybilsWatched() {
    return new Scenario("20 % silent sybils, P3 on", watchful(), 20, SybilPeer.Kind.SILENT, false);
  }

  private static GossipSettings.Duplicates duplicates(int threshold, Duration holdBack) {
    return new GossipSettings.Duplicates(
        threshold, GossipSettings.Duplicates.defaults().eager(), holdBack);
  }

  /** For a topic of which it is known that much is published. */
  private static GossipSettings watchful() {
    TopicScore usual = TopicScore.defaults();
    TopicScore.MeshDeliveries expected =
        new TopicScore.MeshDeliveries(
            -1, 0.97, 100, 12, Duration.ofMillis(500), Duration.ofSeconds(10));
    TopicScore topic =
        new TopicScore(
            usual.weight(),
            usual.meshTime(),
            usual.firstDeliveries(),
            expected,
            -2,
            0.999,
            usual.invalidWeight(),
            usual.invalidDecay());
    return SETTINGS.withScores(SETTINGS.scores().withOtherTopics(topic));
  }

  private Report run() {
    honest.forEach(HonestPeer::start);
    honest.forEach(this::dial);
    network.runUntil(WARM_UP);
    sybils.forEach(this::dialAsSybil);
    sybils.forEach(SybilPeer::start);
    if (scenario.churn()) {
      network.loss = 0.01;
      network.after(0, this::churn);
    }
    for (int i = 0; i < MESSAGES; i++) {
      network.after(i * PUBLISH_EVERY, this::publish);
    }
    network.runUntil(WARM_UP + MESSAGES * PUBLISH_EVERY + COOL_DOWN);
    return report();
  }

  private void dial(HonestPeer peer) {
    some(DIALS, number -> network.connect(peer, honest.get(number)));
  }

  /** A sybil is connected to twice as many. */
  private void dialAsSybil(SybilPeer peer) {
    some(2 * DIALS, number -> network.connect(peer, honest.get(number)));
  }

  private void some(int wanted, IntPredicate connect) {
    int connected = 0;
    for (int tries = 0; connected < wanted && tries < 10 * wanted; tries++) {
      int number = network.random.nextInt(honest.size());
      if (honest.get(number).isUp() && connect.test(number)) {
        connected++;
      }
    }
  }

  /** Each second one node in a hundred goes, and comes again five seconds later. */
  private void churn() {
    if (published == MESSAGES) {
      return;
    }
    for (int i = 0; i < Math.max(1, honest.size() / 100); i++) {
      HonestPeer peer = honest.get(network.random.nextInt(honest.size()));
      if (peer.isUp()) {
        peer.stop();
        excuse(peer);
        network.after(
            5 * SECOND,
            () -> {
              peer.start();
              dial(peer);
            });
      }
    }
    network.after(SECOND, this::churn);
  }

  private void excuse(HonestPeer gone) {
    for (int i = 0; i < published; i++) {
      gotInThisLife[i].clear(gone.number);
      if (publishedAt[i] > network.now() - CHURN_GRACE && !got[i].get(gone.number)) {
        due[i].clear(gone.number);
      }
      // What its author took with it before it had arrived anywhere cannot be delivered.
      if (gone.equals(authors[i]) && got[i].isEmpty()) {
        due[i].clear();
      }
    }
  }

  private void publish() {
    HonestPeer author = honest.get(network.random.nextInt(honest.size()));
    if (!author.isUp() || network.now() - author.upSince < CHURN_GRACE) {
      network.after(0, this::publish);
      return;
    }
    int number = published++;
    publishedAt[number] = network.now();
    authors[number] = author;
    due[number] = new BitSet(honest.size());
    got[number] = new BitSet(honest.size());
    gotInThisLife[number] = new BitSet(honest.size());
    for (HonestPeer peer : honest) {
      due[number].set(
          peer.number,
          !peer.equals(author) && peer.isUp() && network.now() - peer.upSince >= CHURN_GRACE);
    }
    ByteBuffer data = ByteBuffer.allocate(MESSAGE_BYTES).putInt(number);
    ByteBuffer seqno = ByteBuffer.allocate(Long.BYTES).putLong(number);
    author.publish(
        PubsubMessage.unsigned(
            author.id().bytes(),
            Bytes.copyOf(data.array()),
            Bytes.copyOf(seqno.array()),
            HonestPeer.TOPIC));
  }

  @Override
  public void copyCame(HonestPeer at, PubsubMessage message) {
    if (!message.data().isEmpty()) {
      copies++;
    }
  }

  @Override
  public void delivered(HonestPeer at, PubsubMessage message) {
    int number = message.data().buffer().getInt();
    if (gotInThisLife[number].get(at.number)) {
      twice++;
    }
    gotInThisLife[number].set(at.number);
    got[number].set(at.number);
    if (!due[number].get(at.number)) {
      return; // It has just come up, and asks what there was before.
    }
    int millis = (int) ((network.now() - publishedAt[number]) / VirtualNetwork.MILLI);
    latencies[Math.min(millis, LATENCIES - 1)]++;
  }

  private Report report() {
    long expected = 0;
    long delivered = 0;
    long all = 0;
    for (int i = 0; i < MESSAGES; i++) {
      expected += due[i].cardinality();
      all += got[i].cardinality();
      got[i].and(due[i]);
      delivered += got[i].cardinality();
    }
    int[] links = judgedSybils();
    return new Report(
        scenario.name(),
        (double) delivered / expected,
        percentile(0.5),
        percentile(0.99),
        (double) copies / all,
        twice,
        links[0],
        links[1],
        honest.stream()
            .filter(HonestPeer::isUp)
            .mapToInt(peer -> peer.snapshot().topics().get(HonestPeer.TOPIC).mesh().size())
            .average()
            .orElse(0));
  }

  private int[] judgedSybils() {
    int[] links = {0, 0};
    double graylist = scenario.settings().scores().thresholds().graylist();
    for (SybilPeer sybil : sybils) {
      for (HonestPeer peer : honest) {
        if (sybil.hasMet(peer.id())) {
          links[0]++;
          links[1] += peer.score(sybil.id()) < graylist ? 1 : 0;
        }
      }
    }
    return links;
  }

  private int percentile(double part) {
    long all = 0;
    for (int count : latencies) {
      all += count;
    }
    long rank = (long) Math.ceil(part * all);
    long sum = 0;
    for (int millis = 0; millis < LATENCIES; millis++) {
      sum += latencies[millis];
      if (sum >= rank) {
        return millis;
      }
    }
    return LATENCIES;
  }
}
