package dev.ggen.libp2p.gossipsub;

/** What is counted. */
public enum GossipCount {
  /** Messages published here. */
  PUBLISHED,
  /** Messages that came for the first time. */
  RECEIVED,
  /** Messages that came again. */
  DUPLICATE,
  /** Messages that were good. */
  ACCEPTED,
  /** Messages that were bad. */
  REJECTED,
  /** Messages that were not wanted. */
  IGNORED,
  /** Messages that could not be judged, because too many waited. */
  THROTTLED,
  /** Messages of topics without subscription here. */
  UNSUBSCRIBED,
  /** Copies of messages sent to peers. */
  SENT,
  /** Copies not sent, because the peer did not want them. */
  SPARED,
  /** Ids that were told of by IHAVE. */
  HAVE_SENT,
  /** Ids that peers told of. */
  HAVE_RECEIVED,
  /** Ids asked for by IWANT. */
  WANT_SENT,
  /** Ids that peers asked for. */
  WANT_RECEIVED,
  /** Promises of peers that were broken. */
  BROKEN_PROMISE,
  /** Places in meshes given. */
  GRAFT,
  /** Places in meshes ended. */
  PRUNE,
  /** RPCs not looked at, because of their sender's score. */
  GRAYLISTED,
  /** Messages dropped because a peer takes them too slowly. */
  DROPPED_MESSAGE,
  /** IHAVE, IWANT and IDONTWANT dropped for the same reason. */
  DROPPED_GOSSIP,
  /** Peers given up because not even control messages got through. */
  STALLED_PEER,
  /** Good messages dropped because their subscriber here takes them too slowly. */
  UNDELIVERED,
  /** RPCs that broke the protocol, and cost their sender its connection. */
  MALFORMED
}
