package dev.ggen.libp2p.multiformats;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * How the value of a part of an address is written, as bytes and as text. The size of a kind is its
 * bytes, or VARIABLE for a length in front, as the column {@code size} of the table says.
 */
enum AddressValue {
  NONE(0),
  IP4(4),
  IP6(16),
  PORT(2),
  BYTE(1),
  NUMBER(8),
  NAME(AddressValue.VARIABLE),
  PEER(AddressValue.VARIABLE),
  MULTIBASE(AddressValue.VARIABLE);

  static final int VARIABLE = -1;

  /** RFC 1035, section 2.3.4; a zone (RFC 4007) is shorter. */
  private static final int MAX_NAME_BYTES = 255;

  private static final Pattern DOTTED_QUAD =
      // No leading zeros: some read them as octal, so that two parties see two addresses.
      Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");
  private static final Pattern DECIMAL = Pattern.compile("0|[1-9]\\d{0,18}");

  private final int size;

  AddressValue(int size) {
    this.size = size;
  }

  /** Reads the value's bytes from a buffer's position on. */
  Bytes read(ByteBuffer buffer, String protocol) {
    long length = size == VARIABLE ? Varint.read(buffer) : size;
    return Bytes.read(buffer, length, "/" + protocol);
  }

  /** What stands in the binary form after the protocol's number. */
  Bytes framed(Bytes value) {
    return size == VARIABLE ? Bytes.concat(Varint.encode(value.size()), value) : value;
  }

  /** The bytes of a text. */
  Bytes parse(String text) {
    return switch (this) {
      case NONE -> Bytes.EMPTY;
      case IP4 -> ip4(text);
      case IP6 -> ip6(text);
      case PORT -> number(text, 2, 65_535);
      case BYTE -> number(text, 1, 255);
      case NUMBER -> number(text, 8, Long.MAX_VALUE);
      case NAME -> name(text);
      case PEER -> PeerId.parse(text).bytes();
      case MULTIBASE -> Multibase.decode(text);
    };
  }

  /** The text of bytes, which are checked with that. */
  String text(Bytes value) {
    return switch (this) {
      case NONE -> "";
      case IP4 -> address(value).getHostAddress();
      case IP6 -> Ip6Text.of(value);
      case PORT, BYTE, NUMBER -> decimal(value);
      case NAME -> checkedName(value);
      case PEER -> PeerId.decode(value).toString();
      case MULTIBASE -> Multibase.BASE64_URL.encode(value);
    };
  }

  private static Bytes ip4(String text) {
    try {
      if (DOTTED_QUAD.matcher(text).matches()) {
        return Bytes.copyOf(Inet4Address.ofLiteral(text).getAddress());
      }
    } catch (IllegalArgumentException e) {
      throw new MultiformatException("'" + text + "' is no IPv4 address", e);
    }
    throw new MultiformatException("'" + text + "' is no IPv4 address; write 192.0.2.1");
  }

  private static Bytes ip6(String text) {
    if (text.contains("%")) {
      throw new MultiformatException(
          "'" + text + "' has a zone; write /ip6zone/eth0/ip6/fe80::1 instead");
    }
    if (text.startsWith("[")) {
      throw new MultiformatException("'" + text + "' has brackets; write 2001:db8::1");
    }
    try {
      InetAddress address = Inet6Address.ofLiteral(text);
      byte[] bytes = address.getAddress();
      return bytes.length == 16
          ? Bytes.copyOf(bytes)
          : Bytes.concat(Bytes.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff), Bytes.copyOf(bytes));
    } catch (IllegalArgumentException e) {
      throw new MultiformatException("'" + text + "' is no IPv6 address; write 2001:db8::1", e);
    }
  }

  private static Bytes number(String text, int size, long max) {
    if (!DECIMAL.matcher(text).matches()
        || (text.length() == 19 && text.compareTo("" + Long.MAX_VALUE) > 0)
        || Long.parseLong(text) > max) {
      throw new MultiformatException("'" + text + "' is no number from 0 to " + max);
    }
    byte[] all = ByteBuffer.allocate(8).putLong(Long.parseLong(text)).array();
    return Bytes.copyOf(all, 8 - size, 8);
  }

  private static String decimal(Bytes value) {
    long number = 0;
    for (int i = 0; i < value.size(); i++) {
      number = (number << 8) | (value.at(i) & 0xff);
    }
    if (number < 0) {
      throw new MultiformatException("a number of more than 63 bits");
    }
    return Long.toString(number);
  }

  private static Bytes name(String text) {
    Bytes bytes = Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
    checkedName(bytes);
    return bytes;
  }

  private static String checkedName(Bytes value) {
    if (value.isEmpty() || value.size() > MAX_NAME_BYTES) {
      throw new MultiformatException(
          "a name of " + value.size() + " bytes; 1 to " + MAX_NAME_BYTES + " are allowed");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(value.buffer()).toString();
      if (text.chars().anyMatch(c -> c == '/' || Character.isISOControl(c) || c == ' ')) {
        throw new MultiformatException("a name has a slash, a blank or a control character");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new MultiformatException("a name is not UTF-8", e);
    }
  }

  static InetAddress address(Bytes value) {
    try {
      return InetAddress.getByAddress(value.toByteArray());
    } catch (UnknownHostException e) {
      throw new MultiformatException("an IP address of " + value.size() + " bytes", e);
    }
  }
}
