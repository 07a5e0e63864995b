package dev.ggen.libp2p.host;

import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.Protocol;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.stream.Stream;

/** What "everywhere" means on this machine. */
final class ListenAddresses {
  private ListenAddresses() {}

  /** Replaces wildcards such as 0.0.0.0 by the addresses of this machine's interfaces. */
  static List<Multiaddr> expand(List<Multiaddr> listening) {
    return listening.stream().flatMap(ListenAddresses::expand).distinct().toList();
  }

  private static Stream<Multiaddr> expand(Multiaddr address) {
    InetAddress ip = address.ip().orElse(null);
    if (ip == null || !ip.isAnyLocalAddress()) {
      return Stream.of(address);
    }
    boolean four = ip instanceof Inet4Address;
    int port =
        Integer.parseInt(
            address.value(Protocol.TCP).or(() -> address.value(Protocol.UDP)).orElse("0"));
    Protocol transport = address.has(Protocol.TCP) ? Protocol.TCP : Protocol.UDP;
    return interfaceAddresses()
        .filter(candidate -> candidate instanceof Inet4Address == four)
        .filter(candidate -> !candidate.isLinkLocalAddress())
        .map(candidate -> Multiaddr.ip(candidate, transport, port))
        .map(expanded -> withRest(expanded, address));
  }

  /** What follows the port, such as quic-v1. */
  private static Multiaddr withRest(Multiaddr expanded, Multiaddr address) {
    Multiaddr.Component[] rest =
        address.components().stream().skip(2).toArray(Multiaddr.Component[]::new);
    return rest.length == 0 ? expanded : expanded.encapsulate(Multiaddr.of(rest));
  }

  private static Stream<InetAddress> interfaceAddresses() {
    try {
      return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses);
    } catch (SocketException e) {
      // The system does not tell: then nothing can be announced but what is configured.
      return Stream.empty();
    }
  }
}
