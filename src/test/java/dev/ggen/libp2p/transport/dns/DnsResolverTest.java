package dev.ggen.libp2p.transport.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.multiformats.Multiaddr;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DnsResolverTest {
  private static final String ALICE = "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp";
  private static final String BOB = "QmbLHAnMoJPWSCR5Zhtx6BHJX9KiKNN6tpvbUcqanj75Nb";
  private static final Duration LONG = Duration.ofSeconds(10);

  private record Names(Map<String, List<String>> ips, Map<String, List<String>> txts)
      implements NameService {
    @Override
    public List<InetAddress> addresses(String name) throws IOException {
      List<InetAddress> found = new ArrayList<>();
      for (String ip : known(ips, name)) {
        found.add(InetAddress.getByName(ip));
      }
      return found;
    }

    @Override
    public List<String> texts(String name) throws IOException {
      return known(txts, name);
    }

    private static List<String> known(Map<String, List<String>> records, String name)
        throws IOException {
      if (!records.containsKey(name)) {
        throw new UnknownHostException(name);
      }
      return records.get(name);
    }
  }

  private static final DnsResolver RESOLVER =
      new DnsResolver(
          new Names(
              Map.of("node.test", List.of("192.0.2.1", "2001:db8::1", "192.0.2.2")),
              Map.of(
                  "_dnsaddr.boot.test",
                  List.of(
                      "dnsaddr=/dnsaddr/one.boot.test/tcp/4001/p2p/" + ALICE,
                      "dnsaddr=/ip4/192.0.2.9/tcp/4001/p2p/" + BOB,
                      "dnsaddr=/not-yet-known/x",
                      "something else"),
                  "_dnsaddr.one.boot.test",
                  List.of(
                      "dnsaddr=/ip4/192.0.2.7/tcp/4001/p2p/" + ALICE,
                      "dnsaddr=/dns4/node.test/tcp/4001/p2p/" + ALICE,
                      "dnsaddr=/ip4/192.0.2.8/tcp/4002/p2p/" + ALICE),
                  "_dnsaddr.loop.test",
                  List.of("dnsaddr=/dnsaddr/loop.test"),
                  "_dnsaddr.many.test",
                  IntStream.range(0, 100)
                      .mapToObj(i -> "dnsaddr=/ip4/192.0.2." + i + "/tcp/1")
                      .toList())));

  private static List<String> resolved(String address) throws IOException {
    return RESOLVER.resolve(Multiaddr.parse(address), LONG).stream()
        .map(Multiaddr::toString)
        .toList();
  }

  @Test
  void anAddressWithoutNamesStandsForItself() throws IOException {
    assertThat(resolved("/ip4/192.0.2.1/tcp/1/p2p/" + ALICE))
        .containsExactly("/ip4/192.0.2.1/tcp/1/p2p/" + ALICE);
  }

  @Test
  void namesBecomeAllTheirAddressesOfTheFamilyAndTheRestIsKept() throws IOException {
    assertThat(resolved("/dns/node.test/tcp/4001/p2p/" + ALICE))
        .containsExactly(
            "/ip4/192.0.2.1/tcp/4001/p2p/" + ALICE,
            "/ip6/2001:db8::1/tcp/4001/p2p/" + ALICE,
            "/ip4/192.0.2.2/tcp/4001/p2p/" + ALICE);
    assertThat(resolved("/dns4/node.test/tcp/1"))
        .containsExactly("/ip4/192.0.2.1/tcp/1", "/ip4/192.0.2.2/tcp/1");
    assertThat(resolved("/dns6/node.test/udp/1/quic-v1"))
        .containsExactly("/ip6/2001:db8::1/udp/1/quic-v1");
  }

  @Test
  void linksAreFollowedAndMustEndAsTheAddressDoes() throws IOException {
    assertThat(resolved("/dnsaddr/boot.test"))
        .containsExactly(
            "/ip4/192.0.2.7/tcp/4001/p2p/" + ALICE,
            "/ip4/192.0.2.1/tcp/4001/p2p/" + ALICE,
            "/ip4/192.0.2.2/tcp/4001/p2p/" + ALICE,
            "/ip4/192.0.2.9/tcp/4001/p2p/" + BOB);
    assertThat(resolved("/dnsaddr/boot.test/p2p/" + BOB))
        .containsExactly("/ip4/192.0.2.9/tcp/4001/p2p/" + BOB);
  }

  @Test
  void aCircleEndsAndResultsAreLimited() throws IOException {
    assertThatThrownBy(() -> resolved("/dnsaddr/loop.test"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("loop.test");
    assertThat(resolved("/dnsaddr/many.test")).hasSize(DnsResolver.MAX_RESULTS);
  }

  @Test
  void anUnknownNameIsNamed() {
    assertThatThrownBy(() -> resolved("/dns/nobody.test/tcp/1"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nobody.test");
  }

  @Test
  void aLookupThatHangsIsGivenUp() {
    CountDownLatch never = new CountDownLatch(1);
    NameService hanging =
        new NameService() {
          @Override
          public List<InetAddress> addresses(String name) throws IOException {
            try {
              never.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            throw new IOException("too late");
          }

          @Override
          public List<String> texts(String name) {
            return List.of();
          }
        };

    assertThatThrownBy(() ->
            new DnsResolver(hanging)
                .resolve(Multiaddr.parse("/dns/slow.test/tcp/1"), Duration.ofMillis(50)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("slow.test")
        .hasMessageContaining("in time");
  }

  @Test
  void textsComeFromANameServer() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerOnce(socket, "dnsaddr=/ip4/192.0.2.5/tcp/7"));

      assertThat(
              new SystemNameService("dns://127.0.0.1:" + socket.getLocalPort())
                  .texts("_dnsaddr.real.test"))
          .containsExactly("dnsaddr=/ip4/192.0.2.5/tcp/7");
    }
  }

  /** A name server that knows one text: RFC 1035, section 4. */
  private static void answerOnce(DatagramSocket socket, String text) {
    try {
      byte[] query = new byte[512];
      DatagramPacket packet = new DatagramPacket(query, query.length);
      socket.receive(packet);
      byte[] value = text.getBytes(StandardCharsets.US_ASCII);
      int question = 12;
      while (query[question] != 0) {
        question += query[question] + 1;
      }
      int end = question + 5;
      ByteBuffer answer = ByteBuffer.allocate(512);
      answer.put(query, 0, end);
      answer
          .putShort(2, (short) 0x8180)
          .putShort(6, (short) 1)
          .putShort(8, (short) 0)
          .putShort(10, (short) 0);
      answer.putShort((short) 0xc00c).putShort((short) 16).putShort((short) 1).putInt(60);
      answer.putShort((short) (value.length + 1)).put((byte) value.length).put(value);
      socket.send(new DatagramPacket(answer.array(), answer.position(), packet.getSocketAddress()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
