package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.multiformats.PeerId;

/** Judges the messages of a topic, whose signatures are good. */
@FunctionalInterface
public interface MessageValidator {
  /**
   * What to do with a message. May take its time, but not more than {@link
   * GossipSettings.Validation#patience}; called by several threads at once.
   *
   * @param from the peer that brought it, who need not be its author
   */
  Verdict judge(PubsubMessage message, PeerId from);
}
