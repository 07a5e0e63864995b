package dev.ggen.libp2p.multiformats;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The parts that an address may be made of: <a
 * href="https://github.com/multiformats/multiaddr/blob/master/protocols.csv">the table of multiaddr
 * protocols</a>.
 */
public enum Protocol {
  IP4(4, "ip4", AddressValue.IP4),
  TCP(6, "tcp", AddressValue.PORT),
  UDP(273, "udp", AddressValue.PORT),
  IP6(41, "ip6", AddressValue.IP6),
  IP6ZONE(42, "ip6zone", AddressValue.NAME),
  IPCIDR(43, "ipcidr", AddressValue.BYTE),
  DNS(53, "dns", AddressValue.NAME),
  DNS4(54, "dns4", AddressValue.NAME),
  DNS6(55, "dns6", AddressValue.NAME),
  DNSADDR(56, "dnsaddr", AddressValue.NAME),
  QUIC(460, "quic", AddressValue.NONE),
  QUIC_V1(461, "quic-v1", AddressValue.NONE),
  WEBTRANSPORT(465, "webtransport", AddressValue.NONE),
  CERTHASH(466, "certhash", AddressValue.MULTIBASE),
  WEBRTC_DIRECT(280, "webrtc-direct", AddressValue.NONE),
  WEBRTC(281, "webrtc", AddressValue.NONE),
  TLS(448, "tls", AddressValue.NONE),
  SNI(449, "sni", AddressValue.NAME),
  NOISE(454, "noise", AddressValue.NONE),
  HTTP(480, "http", AddressValue.NONE),
  HTTPS(443, "https", AddressValue.NONE),
  WS(477, "ws", AddressValue.NONE),
  WSS(478, "wss", AddressValue.NONE),
  P2P(421, "p2p", AddressValue.PEER),
  P2P_CIRCUIT(290, "p2p-circuit", AddressValue.NONE),
  MEMORY(777, "memory", AddressValue.NUMBER);

  private static final Map<Integer, Protocol> BY_CODE =
      Arrays.stream(values()).collect(Collectors.toMap(Protocol::code, Function.identity()));
  private static final Map<String, Protocol> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(Protocol::text, Function.identity()));

  private final int code;
  private final String text;
  private final AddressValue value;

  Protocol(int code, String text, AddressValue value) {
    this.code = code;
    this.text = text;
    this.value = value;
  }

  /** Its number in the binary form. */
  public int code() {
    return code;
  }

  /** Its name in the text form. */
  public String text() {
    return text;
  }

  AddressValue value() {
    return value;
  }

  static Optional<Protocol> ofCode(long code) {
    return code > Integer.MAX_VALUE
        ? Optional.empty()
        : Optional.ofNullable(BY_CODE.get((int) code));
  }

  /** {@code ipfs} is the old name of {@code p2p}. */
  static Optional<Protocol> ofText(String text) {
    return Optional.ofNullable(BY_NAME.get(text.equals("ipfs") ? "p2p" : text));
  }
}
