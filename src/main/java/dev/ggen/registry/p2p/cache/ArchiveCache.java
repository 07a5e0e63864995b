package dev.ggen.registry.p2p.cache;

import dev.ggen.libp2p.bitswap.BlockSource;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.MultiformatException;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.registry.blob.Blob;
import dev.ggen.registry.blob.BlobStore;
import dev.ggen.registry.model.ArchiveFacts;
import dev.ggen.registry.model.Digest;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archives that this node keeps for itself and for peers. Their bytes are blobs; this is the
 * list of them with the blocks that they consist of. Within a size: the least recently used goes
 * first, but never one that was published here or pinned, nor one that is in use or that a version
 * of the central registry refers to. Any thread; a lock guards the list, the bytes need none.
 */
public final class ArchiveCache implements BlockSource, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveCache.class);

  /** How exactly the last use is known. */
  private static final Duration USE_STEP = Duration.ofMinutes(1);

  private final BlobStore blobs;
  private final CacheIndex index;
  private final long maxBytes;
  private final Predicate<Digest> isReferenced;
  private final InstantSource clock;
  private final BlockPlaces places = new BlockPlaces();

  // Under this object's lock.
  private final Map<Digest, CacheCodec.Entry> entries;
  private final Map<Digest, Integer> leases = new HashMap<>();
  private long evictions;

  private ArchiveCache(
      BlobStore blobs,
      CacheIndex index,
      long maxBytes,
      Predicate<Digest> isReferenced,
      InstantSource clock) {
    this.blobs = blobs;
    this.index = index;
    this.maxBytes = maxBytes;
    this.isReferenced = isReferenced;
    this.clock = clock;
    this.entries = index.load();
  }

  /**
   * Opens the list in a folder, and forgets what is no longer in the blob store.
   *
   * @param maxBytes how much may be kept, without what was published here
   * @param isReferenced whether a blob must stay for other reasons, and so takes no place here
   * @throws IOException if the folder can't be used, or another process uses it
   */
  public static ArchiveCache open(
      Path folder,
      BlobStore blobs,
      long maxBytes,
      Predicate<Digest> isReferenced,
      InstantSource clock)
      throws IOException {
    ArchiveCache cache =
        new ArchiveCache(blobs, CacheIndex.open(folder), maxBytes, isReferenced, clock);
    blobs.claim(cache::has);
    try {
      cache.collect();
      return cache;
    } catch (IOException | RuntimeException e) {
      cache.close();
      throw e;
    }
  }

  /** Whether there is such a list in a folder. */
  public static boolean exists(Path folder) {
    return Files.exists(folder.resolve(CacheIndex.FILE));
  }

  /** Forgets entries whose bytes are gone. */
  public synchronized void collect() throws IOException {
    for (CacheCodec.Entry entry : List.copyOf(entries.values())) {
      Digest sha256 = entry.archive().facts().sha256();
      if (blobs.find(sha256).isEmpty()) {
        LOG.info("{} is no longer in the blob store", label(entry.archive()));
        forget(sha256);
      } else {
        add(entry);
      }
    }
  }

  private void add(CacheCodec.Entry entry) {
    try {
      places.add(entry);
    } catch (MultiformatException | ArithmeticException e) {
      LOG.warn("{} can't be served: {}", label(entry.archive()), e.getMessage());
    }
  }

  private static String label(CachedArchive archive) {
    return archive.name() + "@" + archive.version();
  }

  private void forget(Digest sha256) {
    entries.remove(sha256);
    places.remove(sha256);
    index.remove(sha256);
  }

  // Taking in.

  /**
   * Takes in an archive that was downloaded and checked: its file is moved. Room is made first.
   *
   * @throws CacheFullException if there can be no room for it
   */
  public synchronized CachedArchive adopt(
      Path file,
      ArchiveFacts facts,
      Cid root,
      Map<Cid, Bytes> nodes,
      PackageName name,
      Version version)
      throws IOException {
    CacheCodec.Entry present = entries.get(facts.sha256());
    if (present != null && blobs.find(facts.sha256()).isPresent()) {
      return present.archive();
    }
    makeRoom(facts);
    blobs.adopt(file, facts);
    return put(new CachedArchive(facts, root, name, version, clock.instant(), false, false), nodes);
  }

  /** Takes in an archive that was published here: its bytes are in the blob store already. */
  public synchronized CachedArchive published(
      ArchiveFacts facts, Cid root, Map<Cid, Bytes> nodes, PackageName name, Version version) {
    CacheCodec.Entry present = entries.get(facts.sha256());
    return put(
        present == null
            ? new CachedArchive(facts, root, name, version, clock.instant(), false, true)
            : present.archive().asPublished(),
        present == null ? nodes : present.nodes());
  }

  private CachedArchive put(CachedArchive archive, Map<Cid, Bytes> nodes) {
    CacheCodec.Entry entry = new CacheCodec.Entry(archive, nodes);
    index.put(entry);
    entries.put(archive.facts().sha256(), entry);
    add(entry);
    return archive;
  }

  private void makeRoom(ArchiveFacts facts) throws IOException {
    if (isReferenced.test(facts.sha256())) {
      return; // It is here for good anyway.
    }
    if (facts.sizeBytes() > maxBytes) {
      throw new CacheFullException(
          "an archive of %d bytes does not fit into the cache of %d; make p2p.cache.max-size larger"
              .formatted(facts.sizeBytes(), maxBytes));
    }
    long needed = countedBytes() + facts.sizeBytes() - maxBytes;
    List<CachedArchive> candidates =
        entries.values().stream()
            .map(CacheCodec.Entry::archive)
            .filter(this::mayGo)
            .sorted(Comparator.comparing(CachedArchive::usedAt))
            .toList();
    if (candidates.stream().mapToLong(each -> each.facts().sizeBytes()).sum() < needed) {
      throw new CacheFullException(
          "the cache of %d bytes is full of archives that are pinned or in use"
              .formatted(maxBytes));
    }
    for (CachedArchive candidate : candidates) {
      if (needed <= 0) {
        break;
      }
      evict(candidate);
      needed -= candidate.facts().sizeBytes();
    }
  }

  private boolean mayGo(CachedArchive archive) {
    return !archive.stays()
        && !leases.containsKey(archive.facts().sha256())
        && !isReferenced.test(archive.facts().sha256());
  }

  private void evict(CachedArchive archive) throws IOException {
    LOG.info("{} makes room for others in the cache", label(archive));
    forget(archive.facts().sha256());
    boolean _ = blobs.delete(archive.facts().sha256());
    evictions++;
  }

  private long countedBytes() {
    return entries.values().stream()
        .map(CacheCodec.Entry::archive)
        .filter(archive -> !archive.published() && !isReferenced.test(archive.facts().sha256()))
        .mapToLong(archive -> archive.facts().sizeBytes())
        .sum();
  }

  // Looking up.

  /** Whether an archive is kept. */
  public synchronized boolean has(Digest sha256) {
    return entries.containsKey(sha256);
  }

  /** A kept archive. */
  public synchronized Optional<CachedArchive> find(Digest sha256) {
    return Optional.ofNullable(entries.get(sha256)).map(CacheCodec.Entry::archive);
  }

  /** The kept archive of a version. */
  public synchronized Optional<CachedArchive> find(PackageName name, Version version) {
    return entries.values().stream()
        .map(CacheCodec.Entry::archive)
        .filter(archive -> archive.name().equals(name) && archive.version().equals(version))
        .findFirst();
  }

  /** All of them, most recently used first. */
  public synchronized List<CachedArchive> kept() {
    return entries.values().stream()
        .map(CacheCodec.Entry::archive)
        .sorted(Comparator.comparing(CachedArchive::usedAt).reversed())
        .toList();
  }

  /** The roots of all of them, by which this node is a provider. */
  public synchronized List<Cid> roots() {
    return entries.values().stream().map(entry -> entry.archive().root()).toList();
  }

  /**
   * How full it is.
   *
   * @param archives how many archives
   * @param bytes their length, those published here too
   * @param maxBytes how much there may be without these
   * @param stayingBytes the part that is pinned or was published here
   * @param evictions how many had to go since the start
   */
  public record Usage(
      long archives, long bytes, long maxBytes, long stayingBytes, long evictions) {}

  /** How full it is. */
  public synchronized Usage usage() {
    long bytes = 0;
    long staying = 0;
    for (CacheCodec.Entry entry : entries.values()) {
      bytes += entry.archive().facts().sizeBytes();
      staying += entry.archive().stays() ? entry.archive().facts().sizeBytes() : 0;
    }
    return new Usage(entries.size(), bytes, maxBytes, staying, evictions);
  }

  // Using.

  /** The right to use an archive's bytes: until it is closed they stay. */
  public interface Lease extends AutoCloseable {
    /** The bytes. */
    Blob blob();

    @Override
    void close();
  }

  /** Uses an archive; nothing if it is not kept. */
  public Optional<Lease> lease(Digest sha256) throws IOException {
    synchronized (this) {
      if (!entries.containsKey(sha256)) {
        return Optional.empty();
      }
      leases.merge(sha256, 1, Integer::sum);
      used(sha256);
    }
    Optional<Blob> blob = Optional.empty();
    try {
      blob = blobs.find(sha256);
    } finally {
      if (blob.isEmpty()) {
        release(sha256);
      }
    }
    return blob.map(found -> leaseOf(sha256, found));
  }

  private Lease leaseOf(Digest sha256, Blob found) {
    return new Lease() {
      private boolean closed;

      @Override
      public Blob blob() {
        return found;
      }

      @Override
      public synchronized void close() {
        if (!closed) {
          closed = true;
          release(sha256);
        }
      }
    };
  }

  private synchronized void release(Digest sha256) {
    leases.computeIfPresent(sha256, (digest, count) -> count == 1 ? null : count - 1);
  }

  private void used(Digest sha256) {
    CacheCodec.Entry entry = entries.get(sha256);
    Instant now = clock.instant();
    if (entry != null && Duration.between(entry.archive().usedAt(), now).compareTo(USE_STEP) >= 0) {
      CacheCodec.Entry later = new CacheCodec.Entry(entry.archive().withUse(now), entry.nodes());
      entries.put(sha256, later);
      index.putLazily(later);
    }
  }

  /** Keeps an archive for good, or no longer; nothing if it is not kept at all. */
  public synchronized Optional<CachedArchive> pin(Digest sha256, boolean pinned) {
    CacheCodec.Entry entry = entries.get(sha256);
    if (entry == null) {
      return Optional.empty();
    }
    CacheCodec.Entry changed = new CacheCodec.Entry(entry.archive().withPin(pinned), entry.nodes());
    entries.put(sha256, changed);
    index.put(changed);
    return Optional.of(changed.archive());
  }

  // Blocks.

  @Override
  public OptionalInt size(PeerId peer, Cid cid) {
    return places.find(cid).map(place -> OptionalInt.of(place.size())).orElse(OptionalInt.empty());
  }

  @Override
  public boolean read(Cid cid, ByteBuffer target) throws IOException {
    Optional<BlockPlaces.Place> place = places.find(cid);
    if (place.isEmpty()) {
      return false;
    }
    return switch (place.get()) {
      case BlockPlaces.Place.Node node -> {
        target.put(node.block().buffer());
        yield true;
      }
      case BlockPlaces.Place.Leaf leaf -> read(leaf, target);
    };
  }

  private boolean read(BlockPlaces.Place.Leaf leaf, ByteBuffer target) throws IOException {
    Optional<Lease> lease = lease(leaf.archive());
    if (lease.isEmpty()) {
      return false;
    }
    try (Lease held = lease.get();
        FileChannel channel = FileChannel.open(held.blob().path(), StandardOpenOption.READ)) {
      long at = leaf.offset();
      while (target.hasRemaining()) {
        int count = channel.read(target, at);
        if (count < 0) {
          throw new IOException(held.blob().path() + " is shorter than it was");
        }
        at += count;
      }
      return true;
    } catch (NoSuchFileException e) {
      return false; // Moved to the quarantine just now.
    }
  }

  /** Writes what may be lost to the disk, too. */
  @Override
  public synchronized void close() {
    try {
      index.close();
    } catch (UncheckedIOException e) {
      LOG.warn("The list of kept archives can't be closed", e);
    }
  }
}
