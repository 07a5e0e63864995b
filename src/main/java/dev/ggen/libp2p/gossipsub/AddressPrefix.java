package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.multiformats.Bytes;
import java.net.InetAddress;

/**
 * The addresses that begin with the same bits.
 *
 * @param bytes the bits, and zeros up to the length of an address
 */
public record AddressPrefix(Bytes bytes, int bits) {
  private static final int IP4_BYTES = 4;
  private static final int IP6_BYTES = 16;

  public AddressPrefix {
    Check.that(
        bytes.size() == IP4_BYTES || bytes.size() == IP6_BYTES,
        "bytes",
        bytes,
        "an IPv4 or IPv6 address");
    Check.that(
        bits >= 0 && bits <= bytes.size() * Byte.SIZE,
        "bits",
        bits,
        "between 0 and " + bytes.size() * Byte.SIZE);
    bytes = masked(bytes.toByteArray(), bits);
  }

  /** The first bits of an address, or all if it has no more. */
  public static AddressPrefix of(InetAddress address, int bits) {
    byte[] bytes = address.getAddress();
    return new AddressPrefix(Bytes.copyOf(bytes), Math.min(bits, bytes.length * Byte.SIZE));
  }

  /** From {@code 10.0.0.0/8} or {@code fd00::/8}; names are refused, nothing is looked up. */
  public static AddressPrefix parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("'" + text + "' is no address/bits, such as 10.0.0.0/8");
    }
    try {
      return new AddressPrefix(
          Bytes.copyOf(InetAddress.ofLiteral(text.substring(0, slash)).getAddress()),
          Integer.parseInt(text.substring(slash + 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no address/bits, such as 10.0.0.0/8: " + e.getMessage(), e);
    }
  }

  /** Whether an address begins with these bits. */
  public boolean contains(InetAddress address) {
    byte[] other = address.getAddress();
    return other.length == bytes.size() && masked(other, bits).equals(bytes);
  }

  /** As bits in hexadecimal and their number. */
  @Override
  public String toString() {
    return bytes.hex() + "/" + bits;
  }

  private static Bytes masked(byte[] address, int bits) {
    for (int i = 0; i < address.length; i++) {
      int kept = Math.clamp(bits - (long) i * Byte.SIZE, 0, Byte.SIZE);
      address[i] &= (byte) (0xff << (Byte.SIZE - kept));
    }
    return Bytes.copyOf(address);
  }
}
