package dev.ggen.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.Protocol;
import dev.ggen.libp2p.transport.StreamResetException;
import dev.ggen.libp2p.transport.memory.MemoryNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that mean no good, or are broken: they get nowhere, and the others notice nothing. */
@Timeout(60)
class HostileTest {
  private static final String ECHO = "/test/echo/1.0.0";
  private static final Duration SHORT = Duration.ofMillis(300);

  private static HostPair hosts() throws IOException {
    HostPair hosts = HostPair.tcp(s -> s.withTimeouts(Duration.ofSeconds(10), SHORT, SHORT));
    hosts.listener.handle(
        ECHO,
        stream -> {
          byte[] one = new byte[1];
          stream.readFully(one, 0, 1);
          stream.write(one);
          stream.closeWrite();
        });
    return hosts;
  }

  private static void assertServes(HostPair hosts) throws IOException {
    try (Stream stream = hosts.dialler.newStream(hosts.listener.id(), ECHO)) {
      stream.write(new byte[] {42});
      byte[] back = new byte[1];
      stream.readFully(back, 0, 1);
      assertThat(back[0]).isEqualTo((byte) 42);
    }
  }

  private static Socket socketTo(Host host) throws IOException {
    Multiaddr address = host.listenAddresses().getFirst();
    return new Socket(
        InetAddress.getLoopbackAddress(),
        Integer.parseInt(address.value(Protocol.TCP).orElseThrow()));
  }

  /** Reads until the host hangs up. */
  private static void assertEnds(Socket socket) throws IOException {
    socket.setSoTimeout(10_000);
    InputStream in = socket.getInputStream();
    try {
      while (in.read() >= 0) {
        // What it says does not matter.
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      // A reset is an end too.
      return;
    }
  }

  @Test
  void aThousandHalfOpenConnectionsDoNotStopAGoodPeer() throws Exception {
    HostPair hosts =
        HostPair.tcp(s ->
            s.withTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30)));
    List<Socket> silent = new ArrayList<>();
    try (hosts) {
      hosts.listener.handle(ECHO, stream -> stream.write(new byte[] {42}));
      for (int i = 0; i < 1_000; i++) {
        silent.add(socketTo(hosts.listener));
        if (i % 250 == 0) {
          try (Host other = Host.start(HostSettings.of(PrivateKey.generate()))) {
            other.connect(hosts.listener.id(), hosts.listener.listenAddresses());
          }
        }
      }

      long start = System.nanoTime();
      assertServes(hosts);

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void whoSaysNothingIsHungUpOn() throws Exception {
    try (HostPair hosts = hosts();
        Socket socket = socketTo(hosts.listener)) {
      assertEnds(socket);
      assertServes(hosts);
    }
  }

  @Test
  void whoSaysGarbageIsHungUpOn() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    try (HostPair hosts = hosts()) {
      for (int i = 0; i < 50; i++) {
        byte[] garbage = new byte[1 + random.nextInt(5_000)];
        random.nextBytes(garbage);
        try (Socket socket = socketTo(hosts.listener)) {
          socket.getOutputStream().write(garbage);
          assertEnds(socket);
        }
      }
      assertServes(hosts);
      assertThat(hosts.listener.connections()).hasSize(1);
    }
  }

  @Test
  void whoSaysAByteAtATimeIsHungUpOnInTime() throws Exception {
    byte[] header = "\u0013/multistream/1.0.0\n\u0007/noise\n".getBytes(StandardCharsets.US_ASCII);
    try (HostPair hosts = hosts();
        Socket socket = socketTo(hosts.listener)) {
      CountDownLatch done = new CountDownLatch(1);
      Thread.ofVirtual()
          .start(() -> {
            try {
              for (byte b : header) {
                socket.getOutputStream().write(b);
                if (done.await(50, TimeUnit.MILLISECONDS)) {
                  return;
                }
              }
            } catch (IOException | InterruptedException e) {
              // The host has hung up, as it should.
              return;
            }
          });
      assertEnds(socket);
      done.countDown();
      assertServes(hosts);
    }
  }

  @Test
  void aStreamThatNegotiatesNothingIsReset() throws Exception {
    try (HostPair hosts = hosts()) {
      Connection connection = hosts.dialler.connect(hosts.listener.id());
      var silent = connection.muxed().open(Duration.ofSeconds(1));

      assertThatThrownBy(() -> silent.readFully(new byte[100], 0, 100))
          .isInstanceOf(StreamResetException.class);
      assertServes(hosts);
      assertThat(hosts.listener.connections()).hasSize(1);
    }
  }

  @Test
  void streamsOfOneProtocolBeyondTheLimitAreResetAndOthersAreServed() throws Exception {
    ResourceLimits limits = new ResourceLimits(10, 8, 10, 10, 10, 100, 3, 1 << 20, 1 << 20);
    try (HostPair hosts = HostPair.memory(new MemoryNetwork(), s -> s.withLimits(limits))) {
      hosts.listener.handle(
          "/test/wait",
          stream -> {
            stream.write(new byte[1]);
            stream.read(new byte[1], 0, 1);
          });
      hosts.listener.handle(ECHO, stream -> stream.write(new byte[] {42}));
      List<Stream> open = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Stream stream = hosts.dialler.newStream(hosts.listener.id(), "/test/wait");
        stream.readFully(new byte[1], 0, 1);
        open.add(stream);
      }

      assertThatThrownBy(
              () -> {
                Stream stream = hosts.dialler.newStream(hosts.listener.id(), "/test/wait");
                stream.readFully(new byte[1], 0, 1);
              })
          .isInstanceOf(StreamResetException.class);
      assertServes(hosts);
      open.forEach(Stream::close);
    }
  }

  @Test
  void connectionsOfOnePeerBeyondTheLimitAreRefused() throws Exception {
    try (HostPair hosts =
        HostPair.tcp(s -> s.withLimits(ResourceLimits.defaults().withConnectionsPerPeer(2)))) {
      Multiaddr address = hosts.listener.listenAddresses().getFirst();
      hosts.dialler.connect(address);
      hosts.dialler.connect(address);

      assertThatThrownBy(() -> hosts.dialler.connect(address))
          .hasStackTraceContaining("connectionsPerPeer");
      assertThat(hosts.dialler.connections()).hasSize(2);
    }
  }

  @Test
  void deniedPeersAndAddressesAreNotDealtWith() throws Exception {
    AccessRules rules = new AccessRules();
    try (HostPair hosts = HostPair.tcp(s -> s.withAccessRules(rules))) {
      rules.deny(hosts.listener.id());
      assertThatThrownBy(() -> hosts.dialler.connect(hosts.listener.id()))
          .isInstanceOf(DialException.class)
          .hasMessageContaining("access rules");
      rules.forget(hosts.listener.id());
      rules.deny(IpRange.parse("127.0.0.0/8"));
      assertThatThrownBy(() -> hosts.dialler.connect(hosts.listener.id()))
          .isInstanceOf(DialException.class)
          .hasMessageContaining("access rules");
      assertThatThrownBy(() -> hosts.dialler.connect(hosts.listener.listenAddresses().getFirst()))
          .hasStackTraceContaining("access rules");
      rules.forget(IpRange.parse("127.0.0.0/8"));
      hosts.dialler.connect(hosts.listener.id());
    }
  }

  @Test
  void whatADialHasComeToIsNotToldToThoseWhoDialAfterIt() throws Exception {
    AccessRules rules = new AccessRules();
    IpRange loopback = IpRange.parse("127.0.0.0/8");
    try (HostPair hosts = HostPair.tcp(s -> s.withAccessRules(rules))) {
      for (int i = 0; i < 200; i++) {
        rules.deny(loopback);
        assertThatThrownBy(() -> hosts.dialler.connect(hosts.listener.id()))
            .isInstanceOf(DialException.class);
        rules.forget(loopback);
        hosts.dialler.connect(hosts.listener.id()).close();
      }
    }
  }

  @Test
  void tooManyConnectionsAreTrimmedButNotTheProtectedOnes() throws Exception {
    MemoryNetwork network = new MemoryNetwork();
    ConnectionLimits limits = new ConnectionLimits(2, 4, Duration.ZERO);
    List<Host> others = new ArrayList<>();
    try (HostPair hosts = HostPair.memory(network, s -> s.withConnectionLimits(limits))) {
      Multiaddr address = hosts.listener.listenAddresses().getFirst();
      CountDownLatch trimmed = new CountDownLatch(3);
      hosts.listener.addListener(
          new HostListener() {
            @Override
            public void disconnected(Connection connection, String reason) {
              trimmed.countDown();
            }
          });
      for (int i = 0; i < 5; i++) {
        Host other = Host.start(HostSettings.of(PrivateKey.generate()).withTransports(network));
        others.add(other);
        if (i == 0) {
          hosts.listener.tags().protect(other.id(), "test");
        }
        other.connect(address.withPeerId(hosts.listener.id()));
      }
      assertThat(trimmed.await(10, TimeUnit.SECONDS)).isTrue();

      assertThat(hosts.listener.connection(others.getFirst().id())).isPresent();
    } finally {
      others.forEach(Host::close);
    }
  }
}
