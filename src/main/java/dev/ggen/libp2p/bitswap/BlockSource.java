package dev.ggen.libp2p.bitswap;

import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.PeerId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/** The blocks that this node has and may give. Any thread may ask, several at once. */
public interface BlockSource {
  /**
   * How long a block is; nothing if it is not here, or the peer may not have it. Must be quick: it
   * is asked for each want of each peer.
   */
  OptionalInt size(PeerId peer, Cid cid);

  /**
   * Reads a block into a buffer with room for exactly its size.
   *
   * @return false if it is no longer here
   * @throws IOException if the disk fails
   */
  boolean read(Cid cid, ByteBuffer target) throws IOException;
}
