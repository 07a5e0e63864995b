package dev.ggen.libp2p.host;

import dev.ggen.libp2p.multiformats.Bytes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A range of IP addresses in CIDR notation (RFC 4632), such as {@code 10.0.0.0/8} or {@code
 * 2001:db8::/32}; a single address is a range of its own.
 *
 * @param first the network's address
 * @param bits how many of its first bits count
 */
public record IpRange(Bytes first, int bits) {
  private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F:.]+");

  public IpRange {
    if ((first.size() != 4 && first.size() != 16) || bits < 0 || bits > first.size() * 8) {
      throw new IllegalArgumentException("no range: " + first + "/" + bits);
    }
  }

  /** From text; never asks a name server. */
  public static IpRange parse(String text) {
    String[] parts = text.split("/", -1);
    try {
      if (parts.length <= 2 && LITERAL.matcher(parts[0]).matches()) {
        Bytes address = Bytes.copyOf(InetAddress.getByName(parts[0]).getAddress());
        int bits = parts.length == 1 ? address.size() * 8 : Integer.parseInt(parts[1]);
        return new IpRange(address, bits);
      }
    } catch (UnknownHostException | IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + text + "' is no range; write 10.0.0.0/8", e);
    }
    throw new IllegalArgumentException("'" + text + "' is no range; write 10.0.0.0/8");
  }

  /**
   * Whether an address lies in the range. IPv4 ranges contain no IPv6 addresses, nor the reverse.
   */
  public boolean contains(InetAddress address) {
    byte[] other = address.getAddress();
    if (other.length != first.size()) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      if ((((other[bit / 8] ^ first.at(bit / 8)) >> (7 - bit % 8)) & 1) != 0) {
        return false;
      }
    }
    return true;
  }
}
