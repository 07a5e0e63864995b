package dev.ggen.libp2p.gossipsub;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * P6: the square of how many peers too many are at one place. Whoever wants to be many has many
 * ids, but seldom many addresses.
 *
 * @param weight 0 or less
 * @param threshold so many peers at one place are nothing unusual
 * @param ip4Bits how much of an IPv4 address is a place
 * @param ip6Bits how much of an IPv6 address is one
 * @param exempt addresses that say nothing of who is there
 */
public record Colocation(
    double weight, int threshold, int ip4Bits, int ip6Bits, List<AddressPrefix> exempt) {
  private static final int IP4_BYTES = 4;

  /** Refuses what makes no sense, with its name. */
  public Colocation {
    Check.notPositive(weight, "scores.colocation.weight");
    Check.atLeast(1, threshold, "scores.colocation.threshold");
    Check.that(
        ip4Bits >= 1 && ip4Bits <= 32, "scores.colocation.ip4Bits", ip4Bits, "between 1 and 32");
    Check.that(
        ip6Bits >= 1 && ip6Bits <= 128, "scores.colocation.ip6Bits", ip6Bits, "between 1 and 128");
    exempt = List.copyOf(exempt);
  }

  /**
   * Ten peers at one address are a company or a laboratory. Providers give each customer one IPv4
   * address, or a /64 of IPv6. Private networks share addresses by design.
   */
  public static Colocation defaults() {
    List<AddressPrefix> local =
        Stream.of(
                "127.0.0.0/8",
                "10.0.0.0/8",
                "172.16.0.0/12",
                "192.168.0.0/16",
                "169.254.0.0/16",
                "::1/128",
                "fc00::/7",
                "fe80::/10")
            .map(AddressPrefix::parse)
            .toList();
    return new Colocation(-5, 10, 32, 64, local);
  }

  /** The place of an address, as {@link GossipEvent.Connected} wants it; empty if exempt. */
  String place(InetAddress address) {
    if (exempt.stream().anyMatch(prefix -> prefix.contains(address))) {
      return "";
    }
    int bits = address.getAddress().length == IP4_BYTES ? ip4Bits : ip6Bits;
    return AddressPrefix.of(address, bits).toString();
  }
}
