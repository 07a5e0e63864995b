package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.multiformats.PeerId;

/** Takes the good messages of a topic. */
@FunctionalInterface
public interface MessageHandler {
  /**
   * Takes a message; one at a time, in the order in which they were judged, on a thread of the
   * subscription. What is slower than the messages for long loses some.
   *
   * @param from the peer that brought it
   */
  void received(PubsubMessage message, PeerId from);
}
