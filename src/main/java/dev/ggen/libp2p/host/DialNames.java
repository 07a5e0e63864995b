package dev.ggen.libp2p.host;

import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.transport.AddressResolver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks up the names in a peer's addresses: few of them and not for long, because a peer may tell
 * any names it likes, also ones that hang or that are somebody else's.
 */
final class DialNames {
  /** A peer has one name, or one for each of its families and transports. */
  static final int MAX_NAMES = 4;

  private final AddressResolver resolver;
  private final Duration timeout;

  /**
   * Bounds all names of a peer together.
   *
   * @param timeout for all of them together; each gets an equal share of what is left
   */
  DialNames(AddressResolver resolver, Duration timeout) {
    this.resolver = resolver;
    this.timeout = timeout;
  }

  static boolean isName(Multiaddr address) {
    return !address.components().isEmpty()
        && switch (address.components().getFirst().protocol()) {
          case DNS, DNS4, DNS6, DNSADDR -> true;
          default -> false;
        };
  }

  /** What the first names stand for; adds the reason of each that stands for nothing. */
  List<Multiaddr> lookUp(List<Multiaddr> names, List<Exception> failures) {
    List<Multiaddr> found = new ArrayList<>();
    long end = System.nanoTime() + timeout.toNanos();
    int left = Math.min(names.size(), MAX_NAMES);
    for (Multiaddr name : names.subList(0, left)) {
      try {
        long share = Math.max(0, end - System.nanoTime()) / left;
        found.addAll(resolver.resolve(name, Duration.ofNanos(share)));
      } catch (IOException e) {
        failures.add(e);
      }
      left--;
    }
    if (names.size() > MAX_NAMES) {
      failures.add(new IOException("of " + names.size() + " names only " + MAX_NAMES + " count"));
    }
    return found;
  }
}
