package dev.ggen.libp2p.multiformats;

/** Texts of so many bits a character: base 16, 32 and 64 of RFC 4648. */
final class BitGroups {
  static final BitGroups BASE16 = new BitGroups("base16", 4, "0123456789abcdef");
  static final BitGroups BASE32 = new BitGroups("base32", 5, "abcdefghijklmnopqrstuvwxyz234567");
  static final BitGroups BASE32_HEX =
      new BitGroups("base32hex", 5, "0123456789abcdefghijklmnopqrstuv");
  static final BitGroups BASE64 =
      new BitGroups(
          "base64", 6, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
  static final BitGroups BASE64_URL =
      new BitGroups(
          "base64url", 6, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

  private final String name;
  private final int bits;
  private final String alphabet;

  private BitGroups(String name, int bits, String alphabet) {
    this.name = name;
    this.bits = bits;
    this.alphabet = alphabet;
  }

  String encode(Bytes bytes) {
    StringBuilder text = new StringBuilder(bytes.size() * 8 / bits + 1);
    int held = 0;
    int value = 0;
    for (int i = 0; i < bytes.size(); i++) {
      value = ((value << 8) | (bytes.at(i) & 0xff)) & 0xffff;
      held += 8;
      for (; held >= bits; held -= bits) {
        text.append(digit(value >>> (held - bits)));
      }
    }
    if (held > 0) {
      text.append(digit(value << (bits - held)));
    }
    return text.toString();
  }

  private char digit(int value) {
    return alphabet.charAt(value & ((1 << bits) - 1));
  }

  /** Refuses bits that belong to no byte: RFC 4648, section 3.5. */
  Bytes decode(String text) {
    byte[] bytes = new byte[(int) ((long) text.length() * bits / 8)];
    int at = 0;
    int held = 0;
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = alphabet.indexOf(text.charAt(i));
      if (digit < 0) {
        throw new MultiformatException(
            "character " + (i + 1) + " of " + name + " text is not one of its digits");
      }
      value = ((value << bits) | digit) & 0xffff;
      held += bits;
      if (held >= 8) {
        held -= 8;
        bytes[at++] = (byte) (value >>> held);
      }
    }
    if (held >= bits || (value & ((1 << held) - 1)) != 0) {
      throw new MultiformatException(name + " text ends with bits that belong to no byte");
    }
    return Bytes.copyOf(bytes);
  }

  /** Takes away the padding, which must be whole. */
  String withoutPadding(String text) {
    int end = text.indexOf('=');
    String bare = end < 0 ? text : text.substring(0, end);
    if (!padded(bare).equals(text)) {
      throw new MultiformatException(name + " text is not padded as it must be");
    }
    return bare;
  }

  /** With padding to the next group: 8 characters of base32, 4 of base64. */
  String padded(String text) {
    int group = bits == 5 ? 8 : 4;
    return text + "=".repeat((group - text.length() % group) % group);
  }
}
