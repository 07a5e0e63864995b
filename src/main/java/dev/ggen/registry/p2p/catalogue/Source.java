package dev.ggen.registry.p2p.catalogue;

import java.util.Arrays;
import java.util.Optional;

/** Which way an entry came. What is believed does not depend on it; what it may cost does. */
public enum Source {
  /** Published on this node, or by its user: never refused for want of room, on disk at once. */
  LOCAL(0),
  /** From the central registry that this node belongs to. */
  CENTRAL(1),
  /** Announced just now. */
  GOSSIP(2),
  /** From another catalogue, compared with ours. */
  SYNC(3),
  /** A value of the DHT. */
  DHT(4),
  /** A peer's answer to a question. */
  PEER(5);

  private final int number;

  Source(int number) {
    this.number = number;
  }

  /** What stands for it on disk. */
  int number() {
    return number;
  }

  /** The source of a number, if there is one. */
  static Optional<Source> of(int number) {
    return Arrays.stream(values()).filter(source -> source.number == number).findFirst();
  }

  /** Whether it comes from this node's own side. */
  boolean isOurs() {
    return this == LOCAL || this == CENTRAL;
  }

  /** Whether new entries by one publisher may come only so fast this way. */
  boolean isRated() {
    return this == GOSSIP || this == DHT || this == PEER;
  }
}
