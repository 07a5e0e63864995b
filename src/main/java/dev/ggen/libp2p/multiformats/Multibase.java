package dev.ggen.libp2p.multiformats;

import java.util.Locale;

/**
 * Bytes as text that says its own base by its first character: <a
 * href="https://github.com/multiformats/multibase">multibase</a>, its table.
 */
public enum Multibase {
  BASE16('f'),
  BASE16_UPPER('F'),
  BASE32('b'),
  BASE32_UPPER('B'),
  BASE32_PAD('c'),
  BASE32_PAD_UPPER('C'),
  BASE32_HEX('v'),
  BASE32_HEX_UPPER('V'),
  BASE36('k'),
  BASE36_UPPER('K'),
  BASE58_BTC('z'),
  BASE64('m'),
  BASE64_PAD('M'),
  BASE64_URL('u'),
  BASE64_URL_PAD('U');

  private final char prefix;

  Multibase(char prefix) {
    this.prefix = prefix;
  }

  /** The first character of texts in this base. */
  public char prefix() {
    return prefix;
  }

  /** With the prefix. */
  public String encode(Bytes bytes) {
    return prefix
        + switch (this) {
          case BASE16 -> BitGroups.BASE16.encode(bytes);
          case BASE16_UPPER -> upper(BitGroups.BASE16.encode(bytes));
          case BASE32 -> BitGroups.BASE32.encode(bytes);
          case BASE32_UPPER -> upper(BitGroups.BASE32.encode(bytes));
          case BASE32_PAD -> BitGroups.BASE32.padded(BitGroups.BASE32.encode(bytes));
          case BASE32_PAD_UPPER -> upper(BitGroups.BASE32.padded(BitGroups.BASE32.encode(bytes)));
          case BASE32_HEX -> BitGroups.BASE32_HEX.encode(bytes);
          case BASE32_HEX_UPPER -> upper(BitGroups.BASE32_HEX.encode(bytes));
          case BASE36 -> BaseN.BASE36.encode(bytes);
          case BASE36_UPPER -> upper(BaseN.BASE36.encode(bytes));
          case BASE58_BTC -> BaseN.BASE58_BTC.encode(bytes);
          case BASE64 -> BitGroups.BASE64.encode(bytes);
          case BASE64_PAD -> BitGroups.BASE64.padded(BitGroups.BASE64.encode(bytes));
          case BASE64_URL -> BitGroups.BASE64_URL.encode(bytes);
          case BASE64_URL_PAD -> BitGroups.BASE64_URL.padded(BitGroups.BASE64_URL.encode(bytes));
        };
  }

  /**
   * The base that a text names by its first character.
   *
   * @throws MultiformatException if it names none that is known here
   */
  public static Multibase of(String text) {
    if (text.isEmpty()) {
      throw new MultiformatException("an empty text names no base");
    }
    for (Multibase base : values()) {
      if (base.prefix == text.charAt(0)) {
        return base;
      }
    }
    throw new MultiformatException(
        "the first character names no known base; b (base32), k (base36) and z (base58btc) are"
            + " usual");
  }

  /** Decodes a text with its prefix. Letters of the bases without case may have either. */
  public static Bytes decode(String text) {
    Multibase base = of(text);
    String digits = text.substring(1);
    return switch (base) {
      case BASE16, BASE16_UPPER -> BitGroups.BASE16.decode(lower(digits));
      case BASE32, BASE32_UPPER -> BitGroups.BASE32.decode(lower(digits));
      case BASE32_PAD, BASE32_PAD_UPPER ->
          BitGroups.BASE32.decode(BitGroups.BASE32.withoutPadding(lower(digits)));
      case BASE32_HEX, BASE32_HEX_UPPER -> BitGroups.BASE32_HEX.decode(lower(digits));
      case BASE36, BASE36_UPPER -> BaseN.BASE36.decode(lower(digits));
      case BASE58_BTC -> BaseN.BASE58_BTC.decode(digits);
      case BASE64 -> BitGroups.BASE64.decode(digits);
      case BASE64_PAD -> BitGroups.BASE64.decode(BitGroups.BASE64.withoutPadding(digits));
      case BASE64_URL -> BitGroups.BASE64_URL.decode(digits);
      case BASE64_URL_PAD ->
          BitGroups.BASE64_URL.decode(BitGroups.BASE64_URL.withoutPadding(digits));
    };
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  /** ASCII letters only: others must stay what they are, and be refused. */
  private static String lower(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      lower.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
    }
    return lower.toString();
  }
}
