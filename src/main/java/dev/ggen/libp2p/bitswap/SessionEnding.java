package dev.ggen.libp2p.bitswap;

/** Why a peer is asked no more in a session. */
public enum SessionEnding {
  /** The session is over. */
  DONE,
  /** It has nothing of what is wanted. */
  HAS_NOTHING,
  /** It has sent a block that was not asked of it: a wrong one, in all likelihood. */
  BAD_BLOCK,
  /** It owes blocks and has sent none for long. */
  STALLED,
  /** The connection is gone, or it speaks no bitswap. */
  GONE
}
