package dev.ggen.registry.p2p;

import dev.ggen.libp2p.content.ArchiveLeaf;
import dev.ggen.libp2p.content.ArchiveSink;
import dev.ggen.libp2p.content.DownloadRequest;
import dev.ggen.libp2p.content.FinishedArchive;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.registry.model.ArchiveFacts;
import dev.ggen.registry.model.Digest;
import dev.ggen.registry.p2p.record.VersionRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Takes what was downloaded into the cache. */
final class Arrivals implements ArchiveSink {
  /** Hears that an archive is here with its blocks. */
  interface Listener {
    void kept(Cid root, List<Cid> blocks);
  }

  private final PeerStorage storage;
  private final Listener listener;

  /** Which package is being downloaded, by its root. */
  private final Map<Cid, VersionRecord> expected = new ConcurrentHashMap<>();

  Arrivals(PeerStorage storage, Listener listener) {
    this.storage = storage;
    this.listener = listener;
  }

  /** Says which package will arrive. */
  void expect(VersionRecord record) {
    expected.put(record.cid(), record);
  }

  /** Nobody waits for it any more. */
  void forget(Cid root) {
    expected.remove(root);
  }

  @Override
  public void take(FinishedArchive archive) throws IOException {
    DownloadRequest request = archive.request();
    VersionRecord record = expected.get(request.root());
    if (record == null) {
      throw new IOException("nobody knows which package " + request.root() + " is");
    }
    ArchiveFacts facts = record.archive();
    storage
        .cache()
        .adopt(
            archive.file(),
            facts,
            request.root(),
            archive.nodes(),
            record.name(),
            record.version());
    List<Cid> blocks = new ArrayList<>(archive.nodes().keySet());
    archive.leaves().stream().map(ArchiveLeaf::cid).forEach(blocks::add);
    listener.kept(request.root(), blocks);
  }

  static Bytes bytes(Digest digest) {
    return Bytes.fromHex(digest.hex());
  }
}
