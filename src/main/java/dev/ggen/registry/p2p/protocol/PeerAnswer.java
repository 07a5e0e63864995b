package dev.ggen.registry.p2p.protocol;

import dev.ggen.libp2p.multiformats.Bytes;
import java.util.List;

/**
 * What a peer answered to a question. All of it has been checked and offered to the catalogue.
 *
 * @param kept envelopes that are in the catalogue now, in the peer's order
 * @param refused how many are not kept
 * @param more whether the peer has more than fits into an answer
 */
public record PeerAnswer(List<Bytes> kept, int refused, boolean more) {
  /** Copies the list. */
  public PeerAnswer {
    kept = List.copyOf(kept);
  }
}
