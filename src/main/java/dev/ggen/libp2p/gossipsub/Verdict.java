package dev.ggen.libp2p.gossipsub;

/** What a validator says of a message: gossipsub 1.1, "Extended Validators". */
public enum Verdict {
  /** It is good: delivered and forwarded. */
  ACCEPT,
  /** It is bad, and who sent it should have known: neither, and its score falls. */
  REJECT,
  /** It is not wanted, but nobody's fault. */
  IGNORE,
  /**
   * It is not its author's: as rejected, but only who sent this very copy is to blame, and the
   * message's id stays free, or else whoever guesses an id could keep the true message away.
   */
  FORGED
}
