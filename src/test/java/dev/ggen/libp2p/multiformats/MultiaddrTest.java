package dev.ggen.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultiaddrTest {
  private static final String A = "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N";
  private static final String B = "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA";

  /** The scenarios of multiaddr.feature. */
  @Test
  void theExampleOfTheSpecificationIsReadInBothForms() {
    Multiaddr address = Multiaddr.parse("/ip4/192.0.2.42/tcp/443");

    assertThat(address.bytes()).isEqualTo(Bytes.fromHex("04c000022a0601bb"));
    assertThat(Multiaddr.decode(address.bytes()))
        .isEqualTo(address)
        .hasSameHashCodeAs(address)
        .hasToString("/ip4/192.0.2.42/tcp/443");
    assertThat(address.components())
        .containsExactly(
            new Multiaddr.Component(Protocol.IP4, "192.0.2.42", Bytes.fromHex("c000022a")),
            new Multiaddr.Component(Protocol.TCP, "443", Bytes.fromHex("01bb")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ip4/0.0.0.0/udp/0/quic-v1",
        "/ip4/255.255.255.255/tcp/65535/ws",
        "/ip6/::1/udp/9/quic-v1/webtransport",
        "/ip6zone/eth0/ip6/fe80::1/tcp/4001",
        "/ip4/10.0.0.0/ipcidr/255",
        "/dns/registry.example/tcp/443/tls/sni/registry.example/ws",
        "/dns4/a/tcp/1/wss",
        "/dns6/a/tcp/1/https",
        "/dnsaddr/example.org/p2p/" + A,
        "/ip4/192.0.2.1/tcp/4001/p2p/" + A + "/p2p-circuit/p2p/" + B,
        "/memory/9223372036854775807",
        "/ip4/192.0.2.1/udp/1/webrtc-direct/certhash/uEiAAAQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHw",
      })
  void canonicalTextComesBack(String text) {
    Multiaddr address = Multiaddr.parse(text);

    assertThat(address).hasToString(text);
    assertThat(Multiaddr.decode(address.bytes())).isEqualTo(address).hasToString(text);
  }

  /** IPv6 by RFC 5952, section 4; old names; a slash at the end; other texts of a peer id. */
  @ParameterizedTest
  @CsvSource({
    "/ip6/2001:0db8:0:0:0:0:0:0001, /ip6/2001:db8::1",
    "/ip6/2001:DB8::A, /ip6/2001:db8::a",
    "/ip6/2001:db8:0:1:1:1:1:1, /ip6/2001:db8:0:1:1:1:1:1",
    "/ip6/2001:db8::1:1:1:1:1, /ip6/2001:db8:0:1:1:1:1:1",
    "/ip6/2001:0:0:1:0:0:0:1, /ip6/2001:0:0:1::1",
    "/ip6/2001:db8:0:0:1:0:0:1, /ip6/2001:db8::1:0:0:1",
    "/ip6/0:0:0:0:0:0:0:0, /ip6/::",
    "/ip6/1:0:0:0:0:0:0:0, /ip6/1::",
    "/ip6/::ffff:192.0.2.1, /ip6/::ffff:c000:201",
    "/ip4/192.0.2.1/tcp/1/, /ip4/192.0.2.1/tcp/1",
    "/ipfs/" + A + ", /p2p/" + A,
    "/p2p/bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe, /p2p/" + A
  })
  void otherTextBecomesCanonical(String text, String canonical) {
    assertThat(Multiaddr.parse(text)).hasToString(canonical).isEqualTo(Multiaddr.parse(canonical));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "//",
        "ip4/192.0.2.1",
        "/ip4",
        "/ip4/",
        "/ip4//tcp/1",
        "/ip4/192.0.2",
        "/ip4/192.0.2.256",
        "/ip4/192.0.2.01",
        "/ip4/::1",
        "/ip6/192.0.2.1",
        "/ip6/[::1]",
        "/ip6/fe80::1%eth0",
        "/ip6/1::2::3",
        "/ip6/localhost",
        "/tcp/65536",
        "/tcp/-1",
        "/tcp/+1",
        "/tcp/01",
        "/tcp/\u0661",
        "/ipcidr/256",
        "/memory/9223372036854775808",
        "/dns/a b",
        "/p2p/Qm",
        "/certhash/x",
        "/ws/1",
      })
  void malformedTextIsRefused(String text) {
    assertThatExceptionOfType(MultiformatException.class).isThrownBy(() -> Multiaddr.parse(text));
  }

  @Test
  void unknownProtocolsAreNamed() {
    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() -> Multiaddr.parse("/ip4/192.0.2.1/pigeon/1"))
        .withMessageContaining("'pigeon'");
    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() -> Multiaddr.decode(Bytes.concat(Varint.encode(4_711), Bytes.of(1))))
        .withMessageContaining("4711");
  }

  /** A cut between two parts leaves a whole address, so only cuts within parts are refused. */
  @Test
  void everyCutWithinAPartIsRefused() {
    Multiaddr address = Multiaddr.parse("/ip4/192.0.2.1/udp/1/quic-v1/p2p/" + A);
    int whole = 0;
    for (int cut = 0; cut < address.bytes().size(); cut++) {
      try {
        Multiaddr part = Multiaddr.decode(address.bytes().slice(0, cut));
        assertThat(address.startsWith(part)).isTrue();
        whole++;
      } catch (MultiformatException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
    assertThat(whole).isEqualTo(3);
  }

  /** A blank name, a slash in one, bytes that are not UTF-8, and a length beyond the end. */
  @ParameterizedTest
  @ValueSource(strings = {"3500", "35022f61", "3501ff", "35ffffffff0f61", "350a61", "8400"})
  void malformedBytesAreRefused(String hex) {
    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() -> Multiaddr.decode(Bytes.fromHex(hex)));
  }

  @Test
  void partsAreCounted() {
    Multiaddr largest = Multiaddr.parse("/ws".repeat(Multiaddr.MAX_COMPONENTS));

    assertThat(Multiaddr.decode(largest.bytes())).isEqualTo(largest);
    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() -> Multiaddr.parse(largest + "/ws"))
        .withMessageContaining("at most 32");
    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() ->
            Multiaddr.decode(Bytes.concat(largest.bytes(), Varint.encode(Protocol.WS.code()))));
    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() -> largest.with(Protocol.WS, ""));
  }

  @Test
  void bytesAreCounted() {
    String three = ("/dns/" + "a".repeat(255)).repeat(3);
    Multiaddr largest = Multiaddr.parse(three + "/dns/" + "a".repeat(247));

    assertThat(largest.bytes().size()).isEqualTo(Multiaddr.MAX_BYTES);
    assertThat(Multiaddr.decode(largest.bytes())).isEqualTo(largest);
    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() -> Multiaddr.parse(three + "/dns/" + "a".repeat(248)));
    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() -> Multiaddr.decode(Bytes.copyOf(new byte[Multiaddr.MAX_BYTES + 1])))
        .withMessageContaining("1 to 1024");
    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() -> Multiaddr.parse("/dns/" + "a".repeat(256)));
  }

  @Test
  void thePeerIsTheLastPart() {
    Multiaddr relay = Multiaddr.parse("/ip4/192.0.2.1/tcp/1/p2p/" + A + "/p2p-circuit");

    assertThat(relay.peerId()).isEmpty();
    Multiaddr relayed = relay.withPeerId(PeerId.parse(B));
    assertThat(relayed.peerId()).contains(PeerId.parse(B));
    assertThat(relayed.withPeerId(PeerId.parse(B))).isSameAs(relayed);
    assertThat(relayed.withoutPeerId()).isEqualTo(relay);
    assertThat(relay.withoutPeerId()).isSameAs(relay);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> relayed.withPeerId(PeerId.parse(A)))
        .withMessageContaining(A);
  }

  @Test
  void partsAreFoundAndAppended() {
    Multiaddr address = Multiaddr.parse("/dns/example.org").with(Protocol.TCP, "443");

    assertThat(address.encapsulate(Multiaddr.parse("/tls/ws")))
        .hasToString("/dns/example.org/tcp/443/tls/ws");
    assertThat(address.value(Protocol.TCP)).contains("443");
    assertThat(address.has(Protocol.UDP)).isFalse();
    assertThat(address.startsWith(Multiaddr.parse("/dns/example.org"))).isTrue();
    assertThat(Multiaddr.parse("/dns/example.org").startsWith(address)).isFalse();
    assertThat(address.ip()).isEmpty();
  }

  @Test
  void addressesOfTheInternetGoThereAndBack() throws UnknownHostException {
    for (String text : new String[] {"192.0.2.1", "2001:db8::1", "::"}) {
      InetAddress ip = InetAddress.getByName(text);
      assertThat(Multiaddr.ip(ip, Protocol.TCP, 4001).ip()).contains(ip);
    }
    assertThat(Multiaddr.parse("/ip6zone/3/ip6/fe80::1/tcp/1").ip())
        .contains(InetAddress.getByName("fe80::1%3"));
    assertThat(Multiaddr.ip(InetAddress.getByName("fe80::1%3"), Protocol.UDP, 5))
        .hasToString("/ip6zone/3/ip6/fe80::1/udp/5");
  }
}
