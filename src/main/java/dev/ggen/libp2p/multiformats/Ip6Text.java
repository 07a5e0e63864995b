package dev.ggen.libp2p.multiformats;

/** The canonical text of an IPv6 address: RFC 5952, section 4. */
final class Ip6Text {
  private static final int GROUPS = 8;

  private Ip6Text() {}

  static String of(Bytes address) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = ((address.at(2 * i) & 0xff) << 8) | (address.at(2 * i + 1) & 0xff);
    }
    int from = 0;
    int length = 1;
    for (int i = 0; i < GROUPS; i++) {
      int zeros = zerosFrom(groups, i);
      if (zeros > length) {
        from = i;
        length = zeros;
      }
    }
    return length == 1
        ? join(groups, 0, GROUPS)
        : join(groups, 0, from) + "::" + join(groups, from + length, GROUPS);
  }

  private static int zerosFrom(int[] groups, int from) {
    int at = from;
    while (at < GROUPS && groups[at] == 0) {
      at++;
    }
    return at - from;
  }

  private static String join(int[] groups, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }
}
