package dev.ggen.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultiaddrTest {
  private static final String PEER = "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA";
  private static final String RELAY = "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N";

  @Test
  void theExampleOfTheSpecificationHasItsBytes() {
    Multiaddr address = Multiaddr.parse("/ip4/192.0.2.42/tcp/443");

    assertThat(address.bytes().hex()).isEqualTo("04c000022a0601bb");
    assertThat(Multiaddr.decode(address.bytes())).isEqualTo(address);
    assertThat(address.components())
        .extracting(Multiaddr.Component::value)
        .containsExactly("192.0.2.42", "443");
    assertThat(address.components().getFirst().raw().hex()).isEqualTo("c000022a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ip4/127.0.0.1/tcp/0",
        "/ip6/2001:db8::1/udp/65535/quic-v1",
        "/ip6zone/eth0/ip6/fe80::1/tcp/4001",
        "/dns/example.com/tcp/4001",
        "/dns4/example.com/tcp/443/tls/ws",
        "/dns6/example.com/tcp/443/wss",
        "/dnsaddr/example.com/p2p/" + PEER,
        "/ip4/192.0.2.1/tcp/80/ws/p2p/" + PEER,
        "/ip4/192.0.2.0/tcp/5002/p2p/" + RELAY + "/p2p-circuit/p2p/" + PEER,
        "/p2p/" + PEER,
        "/memory/42",
        "/ip4/192.0.2.0/udp/1/webrtc-direct/certhash/uEiDDq4_xNyDorZBH3TlGazyJdOWSwvo4PUo5YHFMrvDE8g",
        "/ip4/192.0.2.0/tcp/443/tls/sni/example.com/http"
      })
  void textsAndBytesGoThereAndBack(String text) {
    Multiaddr address = Multiaddr.parse(text);

    assertThat(address.toString()).isEqualTo(text);
    assertThat(Multiaddr.decode(address.bytes())).isEqualTo(address).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "/ip6/2001:DB8:0:0:0:0:0:1, /ip6/2001:db8::1",
    "/ip6/0:0:0:0:0:0:0:0, /ip6/::",
    "/ip6/::1, /ip6/::1",
    "/ip6/1:0:0:2:0:0:0:3, /ip6/1:0:0:2::3",
    "/ip6/1:0:2:0:3:0:4:0, /ip6/1:0:2:0:3:0:4:0",
    "/ip6/::ffff:192.0.2.1, /ip6/::ffff:c000:201",
    "/ip4/1.2.3.4/tcp/1/, /ip4/1.2.3.4/tcp/1",
    "/ipfs/12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA,"
        + " /p2p/12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA",
    "/p2p/bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe,"
        + " /p2p/QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N"
  })
  void textsBecomeCanonical(String text, String canonical) {
    assertThat(Multiaddr.parse(text)).hasToString(canonical);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'no address'",
    "ip4/1.2.3.4, 'no address'",
    "/, unknown protocol",
    "/ip4, needs a value",
    "/ip4/1.2.3, /ip4",
    "/ip4/1.2.3.256, /ip4",
    "/ip4/1.2.3.4/tcp/65536, 65535",
    "/ip4/1.2.3.4/tcp/-1, /tcp",
    "/ip4/1.2.3.4/tcp/01, /tcp",
    "/ip6/fe80::1%eth0, ip6zone",
    "/ip6/1::2::3, /ip6",
    "/nothing/1, nothing",
    "/ip4/1.2.3.4//tcp/1, unknown protocol",
    "/dns//tcp/1, /dns",
    "/p2p/nobody, /p2p",
    "/memory/9223372036854775808, /memory"
  })
  void errorsNameThePlace(String text, String place) {
    assertThatThrownBy(() -> Multiaddr.parse(text))
        .isInstanceOf(MultiformatException.class)
        .hasMessageContaining(place);
  }

  @Test
  void everyCutOfTheBytesIsRefusedOrAShorterAddress() {
    Multiaddr whole = Multiaddr.parse("/dns4/example.com/tcp/443/p2p/" + RELAY + "/p2p-circuit");
    for (int cut = 0; cut < whole.bytes().size(); cut++) {
      Bytes part = whole.bytes().slice(0, cut);
      try {
        assertThat(whole.startsWith(Multiaddr.decode(part))).isTrue();
      } catch (MultiformatException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ff7f",
        "0401",
        "3500",
        "3501ff",
        "35022f2f",
        "a50300",
        "a503021200",
        "8309ffffffffffffffff"
      })
  void bytesThatAreNoAddressAreRefused(String hex) {
    assertThatThrownBy(() -> Multiaddr.decode(Bytes.fromHex(hex)))
        .isInstanceOf(MultiformatException.class);
  }

  @Test
  void limitsAreMetExactly() {
    String most = "/ws".repeat(Multiaddr.MAX_COMPONENTS);
    assertThat(Multiaddr.parse(most).components()).hasSize(Multiaddr.MAX_COMPONENTS);
    assertThatThrownBy(() -> Multiaddr.parse(most + "/ws"))
        .isInstanceOf(MultiformatException.class);

    String name = "a".repeat(255);
    assertThat(Multiaddr.parse("/dns/" + name).components()).hasSize(1);
    assertThatThrownBy(() -> Multiaddr.parse("/dns/" + name + "a"))
        .isInstanceOf(MultiformatException.class);
    assertThatThrownBy(() -> Multiaddr.parse(("/dns/" + name).repeat(5)))
        .isInstanceOf(MultiformatException.class)
        .hasMessageContaining("1024");
  }

  @Test
  void thePeerIsTheOneAtTheEnd() {
    Multiaddr bare = Multiaddr.parse("/ip4/192.0.2.1/tcp/1");
    PeerId peer = PeerId.parse(PEER);

    assertThat(bare.peerId()).isEmpty();
    assertThat(bare.withPeerId(peer).peerId()).contains(peer);
    assertThat(bare.withPeerId(peer).withPeerId(peer)).isEqualTo(bare.withPeerId(peer));
    assertThat(bare.withPeerId(peer).withoutPeerId()).isEqualTo(bare);
    assertThatThrownBy(() -> bare.withPeerId(peer).withPeerId(PeerId.parse(RELAY)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Multiaddr.parse("/ip4/1.2.3.4/tcp/1/p2p/" + RELAY + "/p2p-circuit").peerId())
        .isEmpty();
  }

  @Test
  void ipAddressesComeOutAndGoIn() throws Exception {
    InetAddress six = InetAddress.getByName("2001:db8::1");

    assertThat(Multiaddr.ip(six, Protocol.TCP, 7)).hasToString("/ip6/2001:db8::1/tcp/7");
    assertThat(Multiaddr.parse("/ip6/2001:db8::1/tcp/7").ip()).contains(six);
    assertThat(Multiaddr.parse("/dns/example.com/tcp/7").ip()).isEmpty();
  }
}
