package dev.ggen.libp2p.content;

import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/**
 * What a download needs of the protocol that carries blocks; tests put something else in its place.
 */
interface Exchange {
  /** Begins to fetch blocks for one download. */
  Session open(Cid root, Listener listener);

  /** A block has come to this node; whoever waits for it gets it. */
  void appeared(Cid block);

  /** One download's share in the protocol. Safe for any thread. */
  interface Session extends AutoCloseable {
    /** More blocks are wanted, the first ones most. */
    void want(List<Cid> blocks);

    /**
     * Another peer may have them. It is connected.
     *
     * @param patience how long it may have nothing; it may be downloading too
     */
    void add(PeerId peer, Duration patience);

    /** Wants nothing more; what is on its way is thrown away. */
    @Override
    void close();
  }

  /** Hears of one session, on threads of the protocol. */
  interface Listener {
    /** A block has come whose hash is right. May wait, and so slows down whoever sends. */
    void arrived(PeerId from, Cid cid, ByteBuffer block) throws InterruptedException;

    /** A peer is asked no more. Must not wait. */
    void parted(ProviderOutcome outcome);
  }
}
