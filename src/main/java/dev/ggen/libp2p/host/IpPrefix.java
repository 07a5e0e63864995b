package dev.ggen.libp2p.host;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import java.net.InetAddress;
import java.util.Optional;

/** Whom one can assume to stand behind an address: one IPv4 address, or the /56 of an IPv6 one. */
record IpPrefix(Bytes bytes, boolean loopback) {
  /** What a provider gives to one customer: RFC 6177, section 2. */
  private static final int IP6_BYTES = 7;

  static Optional<IpPrefix> of(Multiaddr address) {
    return address.ip().map(IpPrefix::of);
  }

  private static IpPrefix of(InetAddress ip) {
    byte[] bytes = ip.getAddress();
    return new IpPrefix(
        Bytes.copyOf(bytes, 0, bytes.length == 4 ? 4 : IP6_BYTES), ip.isLoopbackAddress());
  }
}
