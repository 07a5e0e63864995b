package dev.ggen.libp2p.mdns;

import java.net.NetworkInterface;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * How peers are looked for on the local network.
 *
 * @param service the DNS-SD service; a private network takes one of its own
 * @param port 5353, or another for tests
 * @param longestPause between two questions; the first ones come faster
 * @param watch how often is looked whether an interface has come or gone
 * @param interfaces where: all that are up and speak multicast, and loopback, unless this denies it
 */
public record MdnsSettings(
    String service,
    int port,
    Duration longestPause,
    Duration watch,
    Predicate<NetworkInterface> interfaces) {
  /** Of public networks: "Definitions". */
  public static final String SERVICE = "_p2p._udp.local";

  /** RFC 6762, section 2. */
  public static final int PORT = 5353;

  public MdnsSettings {
    if (!service.endsWith(".local")) {
      throw new IllegalArgumentException(
          "'" + service + "' is no service of the local network; write " + SERVICE);
    }
    if (!longestPause.isPositive() || !watch.isPositive()) {
      throw new IllegalArgumentException("pauses must be positive");
    }
  }

  /** Everywhere, asking at least twice a minute. */
  public static MdnsSettings defaults() {
    return new MdnsSettings(
        SERVICE, PORT, Duration.ofSeconds(30), Duration.ofSeconds(5), network -> true);
  }

  /** The same on another port. */
  public MdnsSettings withPort(int other) {
    return new MdnsSettings(service, other, longestPause, watch, interfaces);
  }

  /** The same on some interfaces only. */
  public MdnsSettings withInterfaces(Predicate<NetworkInterface> some) {
    return new MdnsSettings(service, port, longestPause, watch, some);
  }

  /** The same with other pauses. */
  public MdnsSettings withPauses(Duration longest, Duration watchPause) {
    return new MdnsSettings(service, port, longest, watchPause, interfaces);
  }
}
