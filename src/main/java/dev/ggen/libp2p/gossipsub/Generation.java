package dev.ggen.libp2p.gossipsub;

import java.util.Arrays;
import java.util.Optional;

/** Which protocol a peer speaks; a later one can do all that an earlier one can. */
enum Generation {
  FLOODSUB("/floodsub/1.0.0"),
  V10("/meshsub/1.0.0"),
  V11("/meshsub/1.1.0"),
  V12("/meshsub/1.2.0");

  private final String protocol;

  Generation(String protocol) {
    this.protocol = protocol;
  }

  String protocol() {
    return protocol;
  }

  boolean hasMesh() {
    return this != FLOODSUB;
  }

  boolean isAtLeast(Generation other) {
    return compareTo(other) >= 0;
  }

  static Optional<Generation> of(String protocol) {
    return Arrays.stream(values()).filter(each -> each.protocol.equals(protocol)).findFirst();
  }

  /** All protocols, the latest first. */
  static String[] protocols() {
    return Arrays.stream(values())
        .map(Generation::protocol)
        .toList()
        .reversed()
        .toArray(String[]::new);
  }
}
