package dev.ggen.libp2p.content;

import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.PeerId;
import java.time.Duration;

/**
 * What one peer did for one download, told once when the two part.
 *
 * @param bytes that it gave and that were good
 * @param latency from a want to its block, on average; zero if it gave none
 */
public record ProviderOutcome(PeerId peer, Cid root, Ending ending, long bytes, Duration latency) {
  /** How it ended. */
  public enum Ending {
    /** It gave what it was asked for, or was no longer needed. */
    SERVED,
    /** It has nothing of the archive. */
    HAS_NOTHING,
    /** It could not be reached, or does not speak bitswap. */
    UNREACHABLE,
    /** It gave nothing for too long, or the connection broke. */
    STALLED,
    /** It sent something that is not what its hash says, or broke the protocol. */
    BAD_BLOCK
  }
}
