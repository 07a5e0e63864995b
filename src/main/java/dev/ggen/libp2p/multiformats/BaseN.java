package dev.ggen.libp2p.multiformats;

import java.math.BigInteger;

/**
 * Texts that are one large number in base 36 or 58, with a digit 0 for every leading zero byte. The
 * cost grows with the square of the length, which is why it is limited.
 */
final class BaseN {
  /** Ids are far shorter; this takes microseconds. */
  static final int MAX_CHARS = 1_024;

  static final BaseN BASE36 = new BaseN("base36", "0123456789abcdefghijklmnopqrstuvwxyz");
  static final BaseN BASE58_BTC =
      new BaseN("base58btc", "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz");

  private final String name;
  private final String alphabet;
  private final BigInteger base;

  private BaseN(String name, String alphabet) {
    this.name = name;
    this.alphabet = alphabet;
    this.base = BigInteger.valueOf(alphabet.length());
  }

  String encode(Bytes bytes) {
    StringBuilder reversed = new StringBuilder();
    BigInteger rest = new BigInteger(1, bytes.toByteArray());
    while (rest.signum() > 0) {
      BigInteger[] parts = rest.divideAndRemainder(base);
      reversed.append(alphabet.charAt(parts[1].intValue()));
      rest = parts[0];
    }
    for (int i = 0; i < bytes.size() && bytes.at(i) == 0; i++) {
      reversed.append(alphabet.charAt(0));
    }
    return reversed.reverse().toString();
  }

  Bytes decode(String text) {
    if (text.length() > MAX_CHARS) {
      throw new MultiformatException(
          name + " text of " + text.length() + " characters; at most " + MAX_CHARS + " are taken");
    }
    BigInteger value = BigInteger.ZERO;
    int zeros = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = alphabet.indexOf(text.charAt(i));
      if (digit < 0) {
        throw new MultiformatException(
            "character " + (i + 1) + " of " + name + " text is not one of its digits");
      }
      zeros += zeros == i && digit == 0 ? 1 : 0;
      value = value.multiply(base).add(BigInteger.valueOf(digit));
    }
    byte[] number = value.signum() == 0 ? new byte[0] : value.toByteArray();
    int sign = number.length > 0 && number[0] == 0 ? 1 : 0;
    byte[] bytes = new byte[zeros + number.length - sign];
    System.arraycopy(number, sign, bytes, zeros, number.length - sign);
    return Bytes.copyOf(bytes);
  }
}
