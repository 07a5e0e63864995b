package dev.ggen.libp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ggen.libp2p.crypto.KeyType;
import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.host.Connection;
import dev.ggen.libp2p.host.DialException;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.HostListener;
import dev.ggen.libp2p.host.HostSettings;
import dev.ggen.libp2p.host.PeerFacts;
import dev.ggen.libp2p.host.Stream;
import dev.ggen.libp2p.identify.Identify;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.perf.Perf;
import dev.ggen.libp2p.ping.Ping;
import dev.ggen.libp2p.ping.PingStream;
import dev.ggen.libp2p.security.WrongPeerException;
import dev.ggen.libp2p.transport.StreamResetException;
import dev.ggen.libp2p.transport.pnet.PreSharedKey;
import dev.ggen.libp2p.transport.pnet.PrivateNetwork;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Our host with js-libp2p, which nobody here wrote, in both directions. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class JsInteropIT {
  private static final String ECHO = "/test/echo/1.0.0";
  private static final String HASH = "/test/hash/1.0.0";
  private static final String AFTER_END = "/test/after-end/1.0.0";
  private static final String RESET = "/test/reset/1.0.0";
  private static final String STALL = "/test/stall/1.0.0";
  private static final int HUNDRED_MEGABYTES = 100_000_000;

  private Host host;
  private final BlockingQueue<PeerId> identified = new LinkedBlockingQueue<>();

  @BeforeAll
  static void needsNode() throws Exception {
    Optional<String> missing = NodeModules.missing();
    assumeTrue(missing.isEmpty(), () -> "skipped: " + missing.orElseThrow());
  }

  @BeforeEach
  void startHost() throws IOException {
    host =
        Host.start(HostSettings.of(PrivateKey.generate(), Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
    Ping.on(host);
    Perf.serve(host);
    Identify.on(host, "interop-test/1.0.0", "/interop/1.0.0").onIdentified(identified::add);
    host.handle(ECHO, JsInteropIT::echo);
    host.handle(HASH, JsInteropIT::answerHash);
    host.handle(RESET, Stream::reset);
  }

  @AfterEach
  void closeHost() {
    host.close();
  }

  private static void echo(Stream stream) throws IOException {
    byte[] block = new byte[32 * 1024];
    for (int n = 0; n >= 0; n = stream.read(block, 0, block.length)) {
      stream.write(block, 0, n);
    }
    stream.closeWrite();
  }

  private static void answerHash(Stream stream) throws IOException {
    Seen seen = Seen.all(stream);
    stream.write(
        ("{\"count\":" + seen.count() + ",\"sha256\":\"" + seen.sha256() + "\"}")
            .getBytes(StandardCharsets.UTF_8));
    stream.closeWrite();
  }

  private record Seen(long count, String sha256) {
    static Seen all(Stream stream) throws IOException {
      MessageDigest digest = Pattern.digest();
      byte[] block = new byte[64 * 1024];
      long count = 0;
      for (int n = 0; n >= 0; n = stream.read(block, 0, block.length)) {
        digest.update(block, 0, n);
        count += n;
      }
      return new Seen(count, HexFormat.of().formatHex(digest.digest()));
    }
  }

  private static void send(Stream stream, long size, int seed) throws IOException {
    Pattern pattern = new Pattern(seed);
    byte[] block = new byte[64 * 1024];
    for (long left = size; left > 0; left -= block.length) {
      int part = (int) Math.min(left, block.length);
      pattern.fill(block, part);
      stream.write(block, 0, part);
    }
    stream.closeWrite();
  }

  private Multiaddr ourAddress() {
    return host.listenAddresses().getFirst().withPeerId(host.id());
  }

  private void awaitIdentified(PeerId peer) throws InterruptedException {
    PeerId next = identified.poll(30, TimeUnit.SECONDS);
    while (next != null && !next.equals(peer)) {
      next = identified.poll(30, TimeUnit.SECONDS);
    }
    assertThat(next).isEqualTo(peer);
  }

  private JsPeer dialledBy(JsPeer js) throws Exception {
    JsonNode connection = js.get("dial", "address", ourAddress().toString());
    assertThat(connection.get("peer").asString()).isEqualTo(host.id().toString());
    assertThat(connection.get("multiplexer").asString()).isEqualTo("/yamux/1.0.0");
    return js;
  }

  @ParameterizedTest
  @CsvSource({"ed25519, ED25519", "secp256k1, SECP256K1", "rsa, RSA"})
  void weDialAPeerWithAKeyOfAnyType(String option, KeyType type) throws Exception {
    try (JsPeer js = JsPeer.start("--key-type", option)) {
      Connection connection = host.connect(js.address());

      assertThat(connection.peer()).isEqualTo(js.id());
      assertThat(connection.remoteKey().type()).isEqualTo(type);
      awaitIdentified(js.id());
      PeerFacts facts = host.peerStore().facts(js.id());
      assertThat(facts.protocols()).contains(ECHO, "/ipfs/ping/1.0.0", Identify.PUSH_PROTOCOL);
      assertThat(facts.agentVersion().orElseThrow()).startsWith("js-libp2p/");
      assertThat(facts.addresses()).contains(js.address().withoutPeerId());
      assertThat(facts.signedRecord()).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource({"ed25519", "secp256k1", "rsa"})
  void aPeerWithAKeyOfAnyTypeDialsUsAndIdentifiesUs(String option) throws Exception {
    try (JsPeer js = dialledBy(JsPeer.start("--key-type", option))) {
      awaitIdentified(js.id());
      js.get("ping", "peer", host.id().toString());

      JsonNode facts = awaitFacts(js, f -> f.get("agent").isString());

      assertThat(facts.get("agent").asString()).isEqualTo("interop-test/1.0.0");
      assertThat(facts.get("protocol").asString()).isEqualTo("/interop/1.0.0");
      assertThat(facts.get("signedRecord").asBoolean()).isTrue();
      assertThat(facts.get("certified").asBoolean()).isTrue();
      assertThat(facts.get("addresses").toString())
          .contains(host.listenAddresses().getFirst().toString());
      assertThat(facts.get("protocols").toString()).contains(ECHO, HASH, Identify.PROTOCOL);
    }
  }

  private JsonNode awaitFacts(JsPeer js, Predicate<JsonNode> enough) throws Exception {
    JsonNode facts = js.get("facts", "peer", host.id().toString());
    for (int i = 0; i < 200 && !enough.test(facts); i++) {
      facts = js.get("facts", "peer", host.id().toString());
    }
    assertThat(enough.test(facts)).as("facts %s", facts).isTrue();
    return facts;
  }

  @Test
  void whatWeChangeIsPushedAndWhatTheyChangeIsHeard() throws Exception {
    try (JsPeer js = dialledBy(JsPeer.start())) {
      awaitIdentified(js.id());
      awaitFacts(js, f -> f.get("protocols").toString().contains(ECHO));

      host.handle("/test/new/1.0.0", Stream::close);
      js.get("handle", "protocol", "/test/new-of-js/1.0.0");
      awaitIdentified(js.id());

      assertThat(host.peerStore().speaks(js.id(), "/test/new-of-js/1.0.0")).isTrue();
      awaitFacts(js, f -> f.get("protocols").toString().contains("/test/new/1.0.0"));
    }
  }

  @Test
  void pingsGoBothWays() throws Exception {
    try (JsPeer js = JsPeer.start()) {
      host.connect(js.address());
      try (PingStream pings = Ping.on(host).open(js.id(), Duration.ofSeconds(10))) {
        for (int i = 0; i < 10; i++) {
          assertThat(pings.ping()).isPositive();
        }
      }
      for (int i = 0; i < 10; i++) {
        assertThat(js.get("ping", "peer", host.id().toString()).get("millis").asInt())
            .isNotNegative();
      }
    }
  }

  @Test
  void manyOfTheirStreamsAtOnceAreEchoedByUs() throws Exception {
    try (JsPeer js = dialledBy(JsPeer.start())) {
      JsonNode result =
          js.get("echo", "peer", host.id().toString(), "size", 200_000, "streams", 100, "seed", 7);

      assertThat(result.get("good").asInt()).isEqualTo(100);
      assertThat(host.connections()).hasSize(1);
    }
  }

  @Test
  void manyOfOurStreamsAtOnceAreEchoedByThem() throws Exception {
    try (JsPeer js = JsPeer.start();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      host.connect(js.address());
      List<Future<String>> hashes = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        int seed = i;
        hashes.add(threads.submit(() -> echoed(threads, js, 200_000, seed)));
      }
      for (int i = 0; i < 100; i++) {
        assertThat(hashes.get(i).get()).isEqualTo(Pattern.sha256(200_000, i));
      }
    }
  }

  private String echoed(ExecutorService threads, JsPeer js, int size, int seed) throws Exception {
    try (Stream stream = host.newStream(js.id(), ECHO)) {
      Future<Seen> reading = threads.submit(() -> Seen.all(stream));
      send(stream, size, seed);
      return reading.get().sha256();
    }
  }

  @Test
  void aHundredMegabytesGoUpAndTheHashComesBackAfterTheHalfClose() throws Exception {
    try (JsPeer js = JsPeer.start()) {
      host.connect(js.address());
      try (Stream stream = host.newStream(js.id(), HASH)) {
        send(stream, HUNDRED_MEGABYTES, 3);
        byte[] answer = new byte[1_000];
        int length = 0;
        for (int n = 0; n >= 0; n = stream.read(answer, length, answer.length - length)) {
          length += n;
        }
        assertThat(new String(answer, 0, length, StandardCharsets.UTF_8))
            .contains("" + HUNDRED_MEGABYTES, Pattern.sha256(HUNDRED_MEGABYTES, 3));
      }
    }
  }

  @Test
  void aHundredMegabytesComeDownAndTheHashGoesBackAfterTheHalfClose() throws Exception {
    try (JsPeer js = dialledBy(JsPeer.start())) {
      JsonNode result =
          js.get("upload", "peer", host.id().toString(), "size", HUNDRED_MEGABYTES, "seed", 4);

      assertThat(result.get("seen").get("count").asLong()).isEqualTo(HUNDRED_MEGABYTES);
      assertThat(result.get("seen").get("sha256")).isEqualTo(result.get("sent"));
      assertThat(result.get("sent").asString()).isEqualTo(Pattern.sha256(HUNDRED_MEGABYTES, 4));
    }
  }

  @Test
  void perfIsSpokenBothWays() throws Exception {
    try (JsPeer js = dialledBy(JsPeer.start())) {
      JsonNode theirs =
          js.get("perf", "peer", host.id().toString(), "up", 5_000_000, "down", 5_000_001);
      assertThat(theirs.get("received").asLong()).isEqualTo(5_000_001);

      Perf.Result ours = Perf.from(host).measure(js.id(), 5_000_000, 5_000_001);
      assertThat(ours.upload()).isPositive();
    }
  }

  @Test
  void weCanStillSendWhenTheyHaveEndedTheirSide() throws Exception {
    try (JsPeer js = JsPeer.start()) {
      host.connect(js.address());
      try (Stream stream = host.newStream(js.id(), AFTER_END)) {
        assertThat(stream.read(new byte[1], 0, 1)).isEqualTo(-1);
        send(stream, 300_000, 5);
      }

      JsonNode seen = js.get("afterEnd").get("seen");
      for (int i = 0; i < 200 && seen.isEmpty(); i++) {
        seen = js.get("afterEnd").get("seen");
      }
      assertThat(seen.get(0).get("sha256").asString()).isEqualTo(Pattern.sha256(300_000, 5));
    }
  }

  @Test
  void theirResetReachesUs() throws Exception {
    try (JsPeer js = JsPeer.start()) {
      host.connect(js.address());

      assertThatThrownBy(
              () -> {
                try (Stream stream = host.newStream(js.id(), RESET)) {
                  stream.read(new byte[1], 0, 1);
                }
              })
          .isInstanceOf(StreamResetException.class);
      assertThat(js.get("connections").get("peers").toString()).contains(host.id().toString());
    }
  }

  @Test
  void ourResetReachesThemAndTheirsInTheMiddleReachesUs() throws Exception {
    CountDownLatch reset = new CountDownLatch(1);
    host.handle(
        "/test/middle/1.0.0",
        stream -> {
          stream.write(new byte[1]);
          try {
            Seen.all(stream);
          } catch (StreamResetException e) {
            reset.countDown();
          }
        });
    try (JsPeer js = dialledBy(JsPeer.start())) {
      JsonNode ended = js.get("untilReset", "peer", host.id().toString(), "protocol", RESET);
      assertThat(ended.get("ended").asString()).isNotEqualTo("normally");

      js.get("reset", "peer", host.id().toString(), "protocol", "/test/middle/1.0.0");
      assertThat(reset.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(host.connections()).hasSize(1);
    }
  }

  @Test
  void aReaderThatStopsStopsUsAndOtherStreamsGoOn() throws Exception {
    try (JsPeer js = JsPeer.start()) {
      host.connect(js.address());
      try (Stream stalled = host.newStream(js.id(), STALL);
          Stream other = host.newStream(js.id(), HASH)) {
        stalled.timeout(Duration.ofMillis(500));
        assertThatThrownBy(() -> send(stalled, 3_000_000, 1))
            .isInstanceOf(SocketTimeoutException.class);
        send(other, 1_000_000, 2);
        assertThat(Seen.all(other).count()).isPositive();
      }
    }
  }

  @Test
  void anotherPeerThanTheExpectedOneIsRefusedByUsAndByThem() throws Exception {
    PeerId stranger = PrivateKey.generate().publicKey().peerId();
    try (JsPeer js = JsPeer.start()) {
      assertThatThrownBy(() -> host.connect(stranger, List.of(js.address().withoutPeerId())))
          .isInstanceOf(DialException.class)
          .hasRootCauseInstanceOf(WrongPeerException.class);
      JsonNode refused =
          js.ask("dial", "address", ourAddress().withoutPeerId().withPeerId(stranger).toString());
      assertThat(refused.get("ok").asBoolean()).isFalse();

      assertThat(dialledBy(js)).isSameAs(js);
    }
  }

  @Test
  void theirSuddenDeathEndsOurConnection() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    host.addListener(
        new HostListener() {
          @Override
          public void disconnected(Connection connection, String reason) {
            gone.countDown();
          }
        });
    try (JsPeer js = JsPeer.start()) {
      host.connect(js.address());
      Stream stream = host.newStream(js.id(), ECHO);
      js.kill();

      assertThatThrownBy(() -> Seen.all(stream)).isInstanceOf(IOException.class);
      assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(host.connections()).isEmpty();
    }
  }

  @Test
  void inAPrivateNetworkBothDialEachOtherAndStrangersAreKeptOut(@TempDir Path folder)
      throws Exception {
    PreSharedKey key = PreSharedKey.generate();
    Path file = Files.write(folder.resolve("swarm.key"), key.toFile());
    try (JsPeer js = JsPeer.start("--psk", file.toString());
        Host inside =
            Host.start(
                HostSettings.of(PrivateKey.generate(), Multiaddr.parse("/ip4/127.0.0.1/tcp/0"))
                    .withProtector(new PrivateNetwork(key)))) {
      Ping ping = Ping.on(inside);
      inside.connect(js.address());
      assertThat(ping.ping(js.id(), Duration.ofSeconds(10))).isPositive();
      inside.connections().forEach(Connection::close);
      js.get(
          "dial",
          "address",
          inside.listenAddresses().getFirst().withPeerId(inside.id()).toString());

      assertThat(js.ask("dial", "address", ourAddress().toString()).get("ok").asBoolean())
          .isFalse();
    }
  }

  @Test
  void ourSuddenDeathEndsTheirConnection() throws Exception {
    Process ours =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                HostProcess.class.getName())
            .start();
    try (JsPeer js = JsPeer.start();
        BufferedReader lines = ours.inputReader()) {
      js.get("dial", "address", lines.readLine());
      assertThat(js.get("connections").get("peers")).hasSize(1);

      ours.destroyForcibly().waitFor(10, TimeUnit.SECONDS);

      awaitNoConnections(js);
    } finally {
      ours.destroyForcibly();
    }
  }

  private static void awaitNoConnections(JsPeer js) throws Exception {
    JsonNode peers = js.get("connections").get("peers");
    for (int i = 0; i < 2_000 && !peers.isEmpty(); i++) {
      peers = js.get("connections").get("peers");
    }
    assertThat(peers).isEmpty();
  }

  @Test
  void ourEndIsSeenByThem() throws Exception {
    try (JsPeer js = dialledBy(JsPeer.start())) {
      host.close();

      awaitNoConnections(js);
    }
  }
}
