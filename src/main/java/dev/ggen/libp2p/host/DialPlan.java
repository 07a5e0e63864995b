package dev.ggen.libp2p.host;

import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.Protocol;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * In which order to try a peer's addresses, a pure decision in the manner of RFC 8305, section 4:
 * near before far (loopback and private networks, then public ones, then relays), IPv6 and IPv4 in
 * turns.
 */
final class DialPlan {
  /** More addresses of one peer are not tried: some would be lies. */
  static final int MAX_ADDRESSES = 16;

  private DialPlan() {}

  /** The addresses that may be dialled, in the order in which to do so. */
  static List<Multiaddr> of(Collection<Multiaddr> addresses, Predicate<Multiaddr> dialable) {
    List<Multiaddr> candidates = addresses.stream().distinct().filter(dialable).toList();
    return candidates.stream()
        .map(DialPlan::distance)
        .distinct()
        .sorted(Comparator.naturalOrder())
        .flatMap(d -> inTurns(candidates.stream().filter(a -> distance(a) == d).toList()).stream())
        .limit(MAX_ADDRESSES)
        .toList();
  }

  private static List<Multiaddr> inTurns(List<Multiaddr> same) {
    List<Multiaddr> sixes = same.stream().filter(DialPlan::isSix).toList();
    List<Multiaddr> others = same.stream().filter(address -> !isSix(address)).toList();
    List<Multiaddr> turns = new ArrayList<>(same.size());
    for (int i = 0; i < Math.max(sixes.size(), others.size()); i++) {
      if (i < sixes.size()) {
        turns.add(sixes.get(i));
      }
      if (i < others.size()) {
        turns.add(others.get(i));
      }
    }
    return turns;
  }

  private static boolean isSix(Multiaddr address) {
    return address.ip().filter(Inet6Address.class::isInstance).isPresent();
  }

  /** 0 for this machine and private networks, 1 for public addresses, 2 for relays. */
  private static int distance(Multiaddr address) {
    if (address.has(Protocol.P2P_CIRCUIT)) {
      return 2;
    }
    return address.ip().map(ip -> isNear(ip) ? 0 : 1).orElse(0);
  }

  private static boolean isNear(InetAddress ip) {
    boolean uniqueLocal = ip instanceof Inet6Address && (ip.getAddress()[0] & 0xfe) == 0xfc;
    return ip.isLoopbackAddress()
        || ip.isSiteLocalAddress()
        || ip.isLinkLocalAddress()
        || uniqueLocal;
  }
}
