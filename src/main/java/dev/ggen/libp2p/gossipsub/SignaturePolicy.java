package dev.ggen.libp2p.gossipsub;

/** Whether messages are signed: pubsub, "Signature Policy Options". */
public enum SignaturePolicy {
  /** All are signed by their authors; others are refused. */
  STRICT_SIGN,
  /** None has an author, a number or a signature; others are refused. */
  STRICT_NO_SIGN
}
