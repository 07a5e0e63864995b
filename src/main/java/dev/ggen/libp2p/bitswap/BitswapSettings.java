package dev.ggen.libp2p.bitswap;

import java.time.Duration;

/**
 * How blocks are exchanged.
 *
 * @param wantsOfPeer how many wants of one peer are kept; for more it is told that we have not got
 *     them
 * @param entriesPerSecond how many entries of a wantlist one peer may send in the long run; eight
 *     times as many at once
 * @param serving blocks that are read and sent at the same time, of all peers together; each takes
 *     the memory of a block
 * @param inlineBytes a block of so few bytes is sent where only its presence is asked for
 * @param firstWindow blocks that are asked of a peer whose speed is not known yet
 * @param maxWindow blocks that are asked of one peer at the same time
 * @param ahead so long at its speed a peer has enough to send
 * @param slow after so long a block is asked of another peer too
 * @param stalled a peer that has sent nothing for so long is asked no more
 */
public record BitswapSettings(
    int wantsOfPeer,
    int entriesPerSecond,
    int serving,
    int inlineBytes,
    int firstWindow,
    int maxWindow,
    Duration ahead,
    Duration slow,
    Duration stalled) {
  /** Refuses what makes no sense, with its name. */
  public BitswapSettings {
    positive(wantsOfPeer, "wantsOfPeer");
    positive(entriesPerSecond, "entriesPerSecond");
    positive(serving, "serving");
    if (inlineBytes < 0) {
      throw new IllegalArgumentException(
          "inlineBytes is " + inlineBytes + ", but must be 0 or more");
    }
    positive(firstWindow, "firstWindow");
    if (maxWindow < firstWindow) {
      throw new IllegalArgumentException(
          "maxWindow is %d, but must be at least firstWindow, %d"
              .formatted(maxWindow, firstWindow));
    }
    positive(ahead.toNanos(), "ahead");
    positive(slow.toNanos(), "slow");
    positive(stalled.toNanos(), "stalled");
  }

  private static void positive(long value, String name) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " is " + value + ", but must be positive");
    }
  }

  /** For blocks of up to 1 MiB. */
  public static BitswapSettings defaults() {
    return new BitswapSettings(
        2_048,
        10_000,
        16,
        1_024,
        4,
        16,
        Duration.ofMillis(250),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10));
  }
}
