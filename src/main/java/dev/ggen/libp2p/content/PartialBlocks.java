package dev.ggen.libp2p.content;

import dev.ggen.libp2p.bitswap.BlockSource;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.PeerId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;

/**
 * The blocks of archives whose downloads are under way, for others that download the same. Each
 * block has been checked against its CID; the archive as a whole has not. Made before bitswap, and
 * given to the downloads; to be asked after the store of finished archives. Any thread may ask.
 */
public final class PartialBlocks implements BlockSource {
  private final BiPredicate<PeerId, Cid> mayHave;
  private final Set<RunningDownload> running = ConcurrentHashMap.newKeySet();

  /**
   * Makes them.
   *
   * @param mayHave whether a peer may be given blocks of the archive with this root
   */
  public PartialBlocks(BiPredicate<PeerId, Cid> mayHave) {
    this.mayHave = mayHave;
  }

  void add(RunningDownload download) {
    running.add(download);
  }

  void remove(RunningDownload download) {
    running.remove(download);
  }

  @Override
  public OptionalInt size(PeerId peer, Cid cid) {
    for (RunningDownload download : running) {
      Optional<PartialArchive> archive = download.archive();
      OptionalInt size = archive.isPresent() ? archive.get().blockSize(cid) : OptionalInt.empty();
      if (size.isPresent() && mayHave.test(peer, download.request().root())) {
        return size;
      }
    }
    return OptionalInt.empty();
  }

  @Override
  public boolean read(Cid cid, ByteBuffer target) throws IOException {
    for (RunningDownload download : running) {
      Optional<PartialArchive> archive = download.archive();
      if (archive.isPresent() && read(archive.get(), cid, target)) {
        return true;
      }
    }
    return false;
  }

  /** A download may end while it is read from: then the block is gone from here. */
  private static boolean read(PartialArchive archive, Cid cid, ByteBuffer target)
      throws IOException {
    int start = target.position();
    try {
      return archive.readBlock(cid, target);
    } catch (ClosedChannelException e) {
      target.position(start);
      return false;
    }
  }
}
