package dev.ggen.libp2p.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.HostSettings;
import dev.ggen.libp2p.multiformats.Multiaddr;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;

/** On loopback only and on a port of its own, so that nobody else is disturbed. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class MdnsDiscoveryTest {
  private static final Name SERVICE = MdnsAnswers.name(MdnsSettings.SERVICE);

  private final List<AutoCloseable> open = new ArrayList<>();
  private final AtomicBoolean up = new AtomicBoolean(true);
  private MdnsSettings settings = MdnsSettings.defaults();

  @BeforeEach
  void choosePort() throws IOException {
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      settings =
          settings
              .withPort(free.getLocalPort())
              .withInterfaces(MdnsDiscoveryTest::isLoopback)
              .withPauses(Duration.ofSeconds(1), Duration.ofMillis(50));
    }
  }

  private static boolean isLoopback(NetworkInterface network) {
    try {
      return network.isLoopback();
    } catch (SocketException e) {
      return false;
    }
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private Host host() throws IOException {
    Host host =
        Host.start(HostSettings.of(PrivateKey.generate(), Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
    open.add(host);
    return host;
  }

  private MdnsDiscovery discovery(Host host, MdnsSettings on) throws IOException {
    MdnsDiscovery discovery = MdnsDiscovery.on(host, on);
    open.add(discovery);
    return discovery;
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      Thread.sleep(5);
    }
  }

  @Test
  void nodesOnOneMachineFindEachOther() throws Exception {
    Host one = host();
    Host two = host();
    Host three = host();
    MdnsDiscovery first = discovery(one, settings);
    discovery(two, settings);
    discovery(three, settings);

    await("one and two", () -> one.connection(two.id()).isPresent());
    await("two and three", () -> two.connection(three.id()).isPresent());
    await("three and one", () -> three.connection(one.id()).isPresent());
    assertThat(first.peers().get(two.id())).isEqualTo(two.listenAddresses());
    assertThat(first.peers()).doesNotContainKey(one.id());
  }

  @Test
  void anInterfaceThatComesLaterIsNoticedAndSoIsOneThatGoes() throws Exception {
    up.set(false);
    Host one = host();
    Host two = host();
    MdnsDiscovery first =
        discovery(one, settings.withInterfaces(network -> up.get() && isLoopback(network)));
    discovery(two, settings);
    await("the other is there", () -> first.networks() == 0);

    up.set(true);

    await("they find each other", () -> one.connection(two.id()).isPresent());
    assertThat(first.networks()).isEqualTo(1);
    up.set(false);
    await("the interface is gone", () -> first.networks() == 0);
  }

  @Test
  void nobodyIsFoundOnceItIsClosed() throws Exception {
    Host one = host();
    MdnsDiscovery first = discovery(one, settings);
    await("it has begun", () -> first.networks() == 1);
    first.close();
    first.close();

    Host two = host();
    MdnsDiscovery second = discovery(two, settings);
    Host three = host();
    discovery(three, settings);

    await("those who are there find each other", () -> two.connection(three.id()).isPresent());
    assertThat(second.peers()).doesNotContainKey(one.id());
  }

  @Test
  void aSimpleResolverGetsAnAnswerOfItsOwn() throws Exception {
    Host one = host();
    MdnsDiscovery first = discovery(one, settings);
    await("it has begun", () -> first.networks() == 1);

    Message answer = ask(MdnsAnswers.query(SERVICE).toWire());

    assertThat(MdnsPeer.in(answer, SERVICE))
        .containsExactly(new MdnsPeer(one.id(), one.listenAddresses()));
    assertThat(answer.getSection(Section.QUESTION)).hasSize(1);
  }

  @Test
  void nonsenseIsIgnored() throws Exception {
    Host one = host();
    MdnsDiscovery first = discovery(one, settings);
    await("it has begun", () -> first.networks() == 1);
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      for (int size : new int[] {0, 1, 12, 500, 8_000}) {
        socket.send(new DatagramPacket(new byte[size], size, group()));
      }
    }

    assertThat(ask(MdnsAnswers.query(SERVICE).toWire()).getSection(Section.ANSWER)).isNotEmpty();
  }

  private InetSocketAddress group() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port());
  }

  /** From another port than that of mDNS, to the one on this machine that gets it. */
  private Message ask(byte[] query) throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      socket.setSoTimeout(10_000);
      socket.send(new DatagramPacket(query, query.length, group()));
      DatagramPacket answer = new DatagramPacket(new byte[9_000], 9_000);
      socket.receive(answer);
      return new Message(Arrays.copyOf(answer.getData(), answer.getLength()));
    }
  }
}
