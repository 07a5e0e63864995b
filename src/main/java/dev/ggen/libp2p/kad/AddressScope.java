package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What an IP address says of who stands behind it and of who can reach it. Pure. */
final class AddressScope {
  /** A small network of one owner. */
  private static final int IP4_GROUP_BYTES = 3;

  /** What one site gets: RFC 6177. */
  private static final int IP6_GROUP_BYTES = 6;

  private static final int UNIQUE_LOCAL = 0xfc;
  private static final int UNIQUE_LOCAL_MASK = 0xfe;

  private AddressScope() {}

  /**
   * Whom an address belongs to, for the limits of the routing table; nobody for a private one, as
   * identities are not the scarce thing in a network of one's own.
   */
  static Optional<Bytes> group(Multiaddr address) {
    return address
        .ip()
        .filter(ip -> !isPrivate(ip))
        .map(ip -> {
          byte[] bytes = ip.getAddress();
          return Bytes.copyOf(bytes, 0, bytes.length == 4 ? IP4_GROUP_BYTES : IP6_GROUP_BYTES);
        });
  }

  /** Whether it has a meaning only inside of some network. */
  static boolean isPrivate(InetAddress ip) {
    boolean uniqueLocal =
        ip.getAddress().length == 16 && (ip.getAddress()[0] & UNIQUE_LOCAL_MASK) == UNIQUE_LOCAL;
    return ip.isLoopbackAddress()
        || ip.isSiteLocalAddress()
        || ip.isLinkLocalAddress()
        || ip.isAnyLocalAddress()
        || uniqueLocal;
  }

  static boolean isPublic(Multiaddr address) {
    return address.ip().filter(ip -> !isPrivate(ip)).isPresent();
  }

  /**
   * The addresses that have a meaning for who is, or speaks, at the other end of a connection:
   * loopback ones only on the same machine, and wildcards never.
   */
  static List<Multiaddr> meaningful(Collection<Multiaddr> addresses, Multiaddr remote) {
    boolean sameMachine = remote.ip().map(InetAddress::isLoopbackAddress).orElse(true);
    return addresses.stream()
        .filter(address -> {
          Optional<InetAddress> ip = address.ip();
          return ip.isEmpty()
              || (!ip.get().isAnyLocalAddress() && (sameMachine || !ip.get().isLoopbackAddress()));
        })
        .toList();
  }
}
