package dev.ggen.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.multiformats.Protocol;
import dev.ggen.libp2p.negotiate.UnsupportedProtocolException;
import dev.ggen.libp2p.security.WrongPeerException;
import dev.ggen.libp2p.transport.StreamResetException;
import dev.ggen.libp2p.transport.memory.MemoryNetwork;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HostTest {
  private static final String ECHO = "/test/echo/1.0.0";

  private static void echo(Stream stream) throws IOException {
    byte[] block = new byte[16 * 1024];
    for (int n = stream.read(block, 0, block.length);
        n >= 0;
        n = stream.read(block, 0, block.length)) {
      stream.write(block, 0, n);
    }
    stream.closeWrite();
  }

  private static byte[] readAll(Stream stream, int length) throws IOException {
    byte[] bytes = new byte[length];
    stream.readFully(bytes, 0, length);
    assertThat(stream.read(new byte[1], 0, 1)).isEqualTo(-1);
    return bytes;
  }

  private static void assertEchoed(HostPair hosts, int size, long seed) throws Exception {
    byte[] sent = new byte[size];
    new Random(seed).nextBytes(sent);
    try (Stream stream = hosts.dialler.newStream(hosts.listener.id(), ECHO);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> writing =
          threads.submit(() -> {
            stream.write(sent);
            stream.closeWrite();
            return null;
          });
      assertThat(Arrays.equals(readAll(stream, size), sent)).isTrue();
      writing.get();
    }
  }

  @Test
  void whatIsSentOverTcpComesBack() throws Exception {
    try (HostPair hosts = HostPair.tcp()) {
      hosts.listener.handle(ECHO, HostTest::echo);

      for (int size : new int[] {0, 1, 1_023, 1_024, 1_025, 65_507, 65_508, 262_144, 5_000_000}) {
        assertEchoed(hosts, size, size);
      }
    }
  }

  @Test
  void whatIsSentOverSlowMemoryComesBack() throws Exception {
    MemoryNetwork network = new MemoryNetwork();
    network.latency(Duration.ofMillis(3));
    try (HostPair hosts = HostPair.memory(network)) {
      hosts.listener.handle(ECHO, HostTest::echo);

      assertEchoed(hosts, 1_000_000, 1);
    }
  }

  @Test
  void aHundredStreamsShareOneConnection() throws Exception {
    try (HostPair hosts = HostPair.tcp();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      hosts.listener.handle(ECHO, HostTest::echo);
      hosts.dialler.connect(hosts.listener.id());

      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        int seed = i;
        all.add(
            threads.submit(() -> {
              assertEchoed(hosts, 100_000 + seed, seed);
              return null;
            }));
      }
      for (Future<?> one : all) {
        one.get();
      }

      assertThat(hosts.dialler.connections()).hasSize(1);
    }
  }

  @Test
  void theFirstProtocolThatThePeerSpeaksIsTaken() throws Exception {
    try (HostPair hosts = HostPair.memory(new MemoryNetwork())) {
      hosts.listener.handle(ECHO, HostTest::echo);

      try (Stream stream = hosts.dialler.newStream(hosts.listener.id(), "/test/other", ECHO)) {
        assertThat(stream.protocol()).isEqualTo(ECHO);
      }
      assertThatThrownBy(() -> hosts.dialler.newStream(hosts.listener.id(), "/test/other"))
          .isInstanceOf(UnsupportedProtocolException.class)
          .hasMessageContaining("/test/other");
    }
  }

  @Test
  void aProtocolThatIsWronglyAssumedIsRefusedAtTheFirstRead() throws Exception {
    try (HostPair hosts = HostPair.memory(new MemoryNetwork())) {
      hosts.dialler.peerStore().protocols(hosts.listener.id(), Set.of(ECHO));

      try (Stream stream = hosts.dialler.newStream(hosts.listener.id(), ECHO)) {
        stream.write(new byte[10]);
        assertThatThrownBy(() -> stream.read(new byte[1], 0, 1))
            .isInstanceOf(UnsupportedProtocolException.class);
      }
    }
  }

  @Test
  void aResetReachesThePeerAndTheConnectionLivesOn() throws Exception {
    try (HostPair hosts = HostPair.memory(new MemoryNetwork())) {
      CountDownLatch seen = new CountDownLatch(1);
      hosts.listener.handle(
          "/test/read",
          stream -> {
            try {
              stream.read(new byte[1], 0, 1);
            } catch (StreamResetException e) {
              if (e.byPeer()) {
                seen.countDown();
              }
            }
          });
      hosts.listener.handle(ECHO, HostTest::echo);

      Stream stream = hosts.dialler.newStream(hosts.listener.id(), "/test/read");
      stream.reset();

      assertThat(seen.await(10, TimeUnit.SECONDS)).isTrue();
      assertEchoed(hosts, 10, 1);
      assertThat(hosts.dialler.connections()).hasSize(1);
    }
  }

  @Test
  void aFailingHandlerResetsItsStreamOnly() throws Exception {
    try (HostPair hosts = HostPair.memory(new MemoryNetwork())) {
      hosts.listener.handle(
          "/test/fails",
          stream -> {
            throw new IllegalStateException("on purpose");
          });
      hosts.listener.handle(ECHO, HostTest::echo);

      assertThatThrownBy(
              () -> {
                // The reset may overtake the agreement on the protocol.
                Stream stream = hosts.dialler.newStream(hosts.listener.id(), "/test/fails");
                stream.read(new byte[1], 0, 1);
              })
          .isInstanceOf(StreamResetException.class);
      assertEchoed(hosts, 10, 1);
    }
  }

  @Test
  void anotherPeerThanTheExpectedOneIsRefused() throws Exception {
    try (HostPair hosts = HostPair.tcp()) {
      PeerId stranger = PrivateKey.generate().publicKey().peerId();

      assertThatThrownBy(() -> hosts.dialler.connect(stranger, hosts.listener.listenAddresses()))
          .isInstanceOf(DialException.class)
          .hasRootCauseInstanceOf(WrongPeerException.class)
          .hasMessageContaining(stranger.toString())
          .hasMessageContaining(hosts.listener.id().toString());
      assertThat(hosts.dialler.connections()).isEmpty();
    }
  }

  @Test
  void anAddressWithoutPeerIdLeadsToWhoeverAnswers() throws Exception {
    try (HostPair hosts = HostPair.tcp()) {
      Connection connection = hosts.dialler.connect(hosts.listener.listenAddresses().getFirst());

      assertThat(connection.peer()).isEqualTo(hosts.listener.id());
    }
  }

  @Test
  void manyWhoConnectAtOnceGetTheSameConnection() throws Exception {
    try (HostPair hosts = HostPair.tcp();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = ConcurrentHashMap.<Connection>newKeySet();
      List<Future<?>> waiting = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        waiting.add(threads.submit(() -> all.add(hosts.dialler.connect(hosts.listener.id()))));
      }
      for (Future<?> one : waiting) {
        one.get();
      }

      assertThat(all).hasSize(1);
    }
  }

  @Test
  void aTakenPortIsAClearError() throws Exception {
    try (HostPair hosts = HostPair.tcp()) {
      Multiaddr taken = hosts.listener.listenAddresses().getFirst();

      assertThatThrownBy(() -> Host.start(HostSettings.of(PrivateKey.generate(), taken)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(taken.toString())
          .hasMessageContaining("taken");
    }
  }

  @Test
  void severalAddressesOfBothFamiliesAreListenedAt() throws Exception {
    try (Host host =
        Host.start(
            HostSettings.of(
                PrivateKey.generate(),
                Multiaddr.parse("/ip4/127.0.0.1/tcp/0"),
                Multiaddr.parse("/ip6/::1/tcp/0")))) {
      assertThat(host.listenAddresses()).hasSize(2);
      for (Multiaddr address : host.listenAddresses()) {
        try (Host other = Host.start(HostSettings.of(PrivateKey.generate()))) {
          assertThat(other.connect(address.withPeerId(host.id())).peer()).isEqualTo(host.id());
        }
      }
    }
  }

  @Test
  void bothWildcardsCanHaveTheSamePort() throws Exception {
    String port;
    try (Host probe = Host.start(settings("/ip6/::/tcp/0"))) {
      port = probe.listenAddresses().getFirst().value(Protocol.TCP).orElseThrow();
    }
    try (Host host = Host.start(settings("/ip4/0.0.0.0/tcp/" + port, "/ip6/::/tcp/" + port));
        Host other = Host.start(settings())) {
      for (String at : List.of("/ip4/127.0.0.1/tcp/" + port, "/ip6/::1/tcp/" + port)) {
        assertThat(other.connect(Multiaddr.parse(at)).peer()).isEqualTo(host.id());
      }
      assertThat(host.addresses()).contains(Multiaddr.parse("/ip4/127.0.0.1/tcp/" + port));
    }
  }

  private static HostSettings settings(String... listenAddresses) {
    return HostSettings.of(
        PrivateKey.generate(),
        Arrays.stream(listenAddresses).map(Multiaddr::parse).toArray(Multiaddr[]::new));
  }

  @Test
  void closingEndsEverythingWithinASecond() throws Exception {
    HostPair hosts = HostPair.tcp();
    hosts.listener.handle("/test/stuck", stream -> stream.read(new byte[1], 0, 1));
    List<Stream> streams = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Stream stream = hosts.dialler.newStream(hosts.listener.id(), "/test/stuck");
      stream.write(new byte[0]);
      streams.add(stream);
    }
    Multiaddr address = hosts.listener.listenAddresses().getFirst();

    long start = System.nanoTime();
    hosts.close();
    long took = System.nanoTime() - start;
    streams.forEach(Stream::close);

    assertThat(Duration.ofNanos(took)).isLessThan(Duration.ofSeconds(2));
    assertThat(hosts.listener.isIdle()).isTrue();
    assertThat(hosts.dialler.isIdle()).isTrue();
    Host.start(HostSettings.of(PrivateKey.generate(), address)).close();
  }

  @Test
  void aCutLinkEndsTheConnectionOnBothSides() throws Exception {
    MemoryNetwork network = new MemoryNetwork();
    try (HostPair hosts = HostPair.memory(network)) {
      CountDownLatch there = new CountDownLatch(2);
      CountDownLatch gone = new CountDownLatch(2);
      HostListener counting =
          new HostListener() {
            @Override
            public void connected(Connection connection) {
              there.countDown();
            }

            @Override
            public void disconnected(Connection connection, String reason) {
              gone.countDown();
            }
          };
      hosts.dialler.addListener(counting);
      hosts.listener.addListener(counting);
      hosts.dialler.connect(hosts.listener.id());
      assertThat(there.await(10, TimeUnit.SECONDS)).isTrue();

      network.cut(hosts.listener.listenAddresses().getFirst());

      assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(() -> hosts.dialler.connect(hosts.listener.id()))
          .isInstanceOf(DialException.class);
      assertThat(hosts.dialler.connections()).isEmpty();
    }
  }
}
