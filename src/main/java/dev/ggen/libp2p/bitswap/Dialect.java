package dev.ggen.libp2p.bitswap;

import java.util.Arrays;
import java.util.Optional;

/** Which bitswap a peer speaks. */
enum Dialect {
  V10("/ipfs/bitswap/1.0.0"),
  V11("/ipfs/bitswap/1.1.0"),
  V12("/ipfs/bitswap/1.2.0");

  private final String protocol;

  Dialect(String protocol) {
    this.protocol = protocol;
  }

  String protocol() {
    return protocol;
  }

  /** Whether blocks come with a prefix of their CID. */
  boolean hasPrefixes() {
    return this != V10;
  }

  /** Whether it knows want-have, and says what it has and has not. */
  boolean hasPresences() {
    return this == V12;
  }

  static Optional<Dialect> of(String protocol) {
    return Arrays.stream(values()).filter(each -> each.protocol.equals(protocol)).findFirst();
  }

  /** All protocols, the latest first. */
  static String[] protocols() {
    return Arrays.stream(values())
        .map(Dialect::protocol)
        .toList()
        .reversed()
        .toArray(String[]::new);
  }
}
