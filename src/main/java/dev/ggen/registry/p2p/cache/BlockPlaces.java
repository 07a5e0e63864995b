package dev.ggen.registry.p2p.cache;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.MultiformatException;
import dev.ggen.libp2p.unixfs.FileNode;
import dev.ggen.registry.model.Digest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Where each block of the kept archives is. Any thread reads; the cache's lock guards changes. */
final class BlockPlaces {
  /** A block that is a part of an archive, or an inner node. */
  sealed interface Place {
    /** The archive that it belongs to. */
    Digest archive();

    /** How long it is. */
    int size();

    /** A part of an archive's bytes. */
    record Leaf(Digest archive, long offset, int size) implements Place {}

    /** A node, which is kept in memory: some kilobytes for each 174 MiB. */
    record Node(Digest archive, Bytes block) implements Place {
      @Override
      public int size() {
        return block.size();
      }
    }
  }

  private final Map<Cid, Place> places = new ConcurrentHashMap<>();

  Optional<Place> find(Cid cid) {
    return Optional.ofNullable(places.get(cid));
  }

  /**
   * Takes an archive's blocks in. A block that several archives have stays with the first.
   *
   * @throws MultiformatException if the nodes are none of a file of this size
   */
  void add(CacheCodec.Entry entry) {
    CachedArchive archive = entry.archive();
    long size =
        add(archive.facts().sha256(), archive.root(), archive.facts().sizeBytes(), 0, entry);
    if (size != archive.facts().sizeBytes()) {
      throw new MultiformatException(
          "the blocks of %s have %d bytes, not %d"
              .formatted(archive.root(), size, archive.facts().sizeBytes()));
    }
  }

  private long add(Digest sha256, Cid cid, long bytes, long offset, CacheCodec.Entry entry) {
    Bytes block = entry.nodes().get(cid);
    if (block == null) {
      places.putIfAbsent(cid.toV1(), new Place.Leaf(sha256, offset, Math.toIntExact(bytes)));
      return bytes;
    }
    places.putIfAbsent(cid.toV1(), new Place.Node(sha256, block));
    long at = offset;
    for (FileNode.Link link : FileNode.decode(block).links()) {
      at += add(sha256, link.cid(), link.bytes(), at, entry);
    }
    return at - offset;
  }

  void remove(Digest archive) {
    places.values().removeIf(place -> place.archive().equals(archive));
  }

  int size() {
    return places.size();
  }
}
