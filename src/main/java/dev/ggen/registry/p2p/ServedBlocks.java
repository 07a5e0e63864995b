package dev.ggen.registry.p2p;

import dev.ggen.libp2p.bitswap.BlockSource;
import dev.ggen.libp2p.content.PartialBlocks;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.registry.p2p.cache.ArchiveCache;
import dev.ggen.registry.p2p.reputation.Reputation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/** The blocks that peers may have: of kept archives, then of those that are being downloaded. */
final class ServedBlocks implements BlockSource {
  private final ArchiveCache cache;
  private final PartialBlocks partial;
  private final Reputation reputation;

  ServedBlocks(ArchiveCache cache, PartialBlocks partial, Reputation reputation) {
    this.cache = cache;
    this.partial = partial;
    this.reputation = reputation;
  }

  @Override
  public OptionalInt size(PeerId peer, Cid cid) {
    if (reputation.isBanned(peer)) {
      return OptionalInt.empty();
    }
    OptionalInt kept = cache.size(peer, cid);
    return kept.isPresent() ? kept : partial.size(peer, cid);
  }

  @Override
  public boolean read(Cid cid, ByteBuffer target) throws IOException {
    return cache.read(cid, target) || partial.read(cid, target);
  }
}
