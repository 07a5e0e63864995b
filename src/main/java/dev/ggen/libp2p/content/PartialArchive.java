package dev.ggen.libp2p.content;

import dev.ggen.libp2p.content.ArchivePlan.Growth;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.Multihash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An archive that comes together from its blocks: on the disk, in the plan, in the journal and in
 * the digests of the whole. Belongs to the thread of its download, but for {@link #blockSize} and
 * {@link #readBlock}, which any thread may call.
 *
 * <p>Bytes are hashed for the whole as soon as all before them are here: a block that comes in
 * order out of memory, others out of the file, where the system still has them.
 */
final class PartialArchive implements AutoCloseable {
  private final DownloadRequest request;
  private final ArchiveFile file;
  private final DownloadJournal journal;
  private final ArchivePlan plan;
  private final WholeHash hash;

  /** Filled by the download's thread, read by all. */
  private final Map<Cid, ArchiveLeaf> leaves = new ConcurrentHashMap<>();

  /** Filled by the download's thread, read by all. */
  private final Map<Cid, Bytes> nodes = new ConcurrentHashMap<>();

  private long doneBytes;

  private PartialArchive(
      DownloadRequest request, ArchiveFile file, DownloadJournal journal, ArchivePlan plan) {
    this.request = request;
    this.file = file;
    this.journal = journal;
    this.plan = plan;
    this.hash = new WholeHash(request);
  }

  /**
   * Opens or makes the files in a folder and takes in what an earlier attempt has left there.
   *
   * @throws BadArchiveException if no archive can come of what is asked for
   */
  static PartialArchive open(DownloadRequest request, Path folder, Disk disk)
      throws IOException, BadArchiveException {
    ArchivePlan plan = new ArchivePlan(request.root(), request.sizeBytes());
    Files.createDirectories(folder);
    ArchiveFile file = ArchiveFile.open(folder.resolve(DownloadFolders.ARCHIVE), disk);
    DownloadJournal journal;
    try {
      journal = DownloadJournal.open(folder.resolve(DownloadFolders.JOURNAL));
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
    PartialArchive archive = new PartialArchive(request, file, journal, plan);
    try {
      archive.resume();
      return archive;
    } catch (IOException | BadArchiveException | RuntimeException e) {
      archive.close();
      throw e;
    }
  }

  private void resume() throws IOException, BadArchiveException {
    file.truncate(request.sizeBytes());
    for (Map.Entry<Cid, Bytes> node : List.copyOf(journal.nodes().entrySet())) {
      if (plan.wantsNode(node.getKey()) && isSound(node.getKey(), node.getValue().buffer())) {
        grow(node.getKey(), node.getValue());
      }
    }
    for (ArchiveLeaf leaf : plan.missingLeaves()) {
      if (journal.leaves().contains(leaf.offset()) && !isHere(leaf)) {
        resume(leaf);
      }
    }
  }

  private void resume(ArchiveLeaf leaf) throws IOException, BadArchiveException {
    ByteBuffer bytes = ByteBuffer.allocate(leaf.length());
    if (file.reaches(leaf.offset() + leaf.length())) {
      file.read(bytes, leaf.offset());
      if (isSound(leaf.cid(), bytes)) {
        place(leaf.cid(), bytes);
      }
    }
  }

  private static boolean isSound(Cid cid, ByteBuffer bytes) {
    return sha256(bytes).equals(cid.hash());
  }

  private static Multihash sha256(ByteBuffer bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes.duplicate());
      return new Multihash(Multihash.SHA2_256, Bytes.copyOf(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private boolean isHere(ArchiveLeaf leaf) {
    return leaves.containsKey(leaf.cid());
  }

  /** Whether a block is wanted. */
  boolean wants(Cid cid) {
    return plan.wantsNode(cid) || !plan.places(cid).isEmpty();
  }

  /** The blocks that are wanted now: nodes, and leaves in the order of the archive. */
  List<Cid> missing() {
    List<Cid> missing = new ArrayList<>(plan.missingNodes());
    plan.missingLeaves().stream().map(ArchiveLeaf::cid).distinct().forEach(missing::add);
    return missing;
  }

  /**
   * Takes a block whose hash is right; one that is not wanted changes nothing.
   *
   * @return the blocks that are wanted only now
   * @throws BadArchiveException if the block can't belong to this archive, whoever gave it
   */
  List<Cid> take(Cid cid, ByteBuffer block) throws IOException, BadArchiveException {
    if (plan.wantsNode(cid)) {
      byte[] bytes = new byte[block.remaining()];
      block.duplicate().get(bytes);
      Bytes node = Bytes.copyOf(bytes);
      List<Cid> news = grow(cid, node);
      journal.node(cid, node);
      return news;
    }
    List<ArchiveLeaf> places = plan.places(cid);
    if (place(cid, block)) {
      journal.leaf(places.getFirst().offset());
    }
    return List.of();
  }

  private List<Cid> grow(Cid cid, Bytes node) throws IOException, BadArchiveException {
    List<Cid> news = new ArrayList<>();
    Growth growth = plan.node(cid, NodeChildren.of(cid, node));
    nodes.put(cid, node);
    for (ArchiveLeaf leaf : growth.leaves()) {
      ArchiveLeaf twin = leaves.get(leaf.cid());
      if (twin == null) {
        news.add(leaf.cid());
      } else {
        place(leaf.cid(), file.read(ByteBuffer.allocate(twin.length()), twin.offset()));
      }
    }
    for (Cid child : growth.nodes()) {
      Bytes known = nodes.get(child);
      if (known == null) {
        news.add(child);
      } else {
        news.addAll(grow(child, known));
      }
    }
    return news;
  }

  /** Whether the leaf was wanted; then it is in all its places. */
  private boolean place(Cid cid, ByteBuffer block) throws IOException, BadArchiveException {
    List<ArchiveLeaf> places = plan.places(cid);
    for (ArchiveLeaf leaf : places) {
      if (leaf.length() != block.remaining()) {
        throw new BadArchiveException(
            "leaf %s has %d bytes, not %d".formatted(cid, block.remaining(), leaf.length()));
      }
      file.write(block, leaf.offset());
      doneBytes += leaf.length();
    }
    if (places.isEmpty()) {
      return false;
    }
    leaves.put(cid, places.getFirst());
    plan.finished(cid);
    hash(places.getFirst(), block);
    return true;
  }

  /** Hashes on, as far as all is here. */
  private void hash(ArchiveLeaf arrived, ByteBuffer block) throws IOException {
    if (arrived.offset() == hash.bytes()) {
      hash.update(block);
    }
    ByteBuffer buffer = null;
    for (Optional<ArchiveLeaf> next = nextToHash(); next.isPresent(); next = nextToHash()) {
      ArchiveLeaf leaf = next.get();
      if (buffer == null || buffer.capacity() < leaf.length()) {
        buffer = ByteBuffer.allocate(leaf.length());
      }
      hash.update(file.read(buffer.clear().limit(leaf.length()), leaf.offset()));
    }
  }

  private Optional<ArchiveLeaf> nextToHash() {
    return hash.bytes() < request.sizeBytes()
        ? plan.leafAt(hash.bytes()).filter(plan::isFinished)
        : Optional.empty();
  }

  boolean isComplete() {
    return plan.isComplete();
  }

  /** How many bytes are in their places. */
  long doneBytes() {
    return doneBytes;
  }

  /**
   * The whole, when it is complete.
   *
   * @throws BadArchiveException if it is not what was asked for
   */
  FinishedArchive finished() throws BadArchiveException {
    Optional<String> fault = hash.fault();
    if (fault.isPresent()) {
      throw new BadArchiveException("of the archive as a whole: " + fault.get());
    }
    return new FinishedArchive(request, file.path(), journal.nodes(), plan.leaves());
  }

  /** The size of a block that is here; any thread may ask. */
  OptionalInt blockSize(Cid cid) {
    Bytes node = nodes.get(cid);
    if (node != null) {
      return OptionalInt.of(node.size());
    }
    ArchiveLeaf leaf = leaves.get(cid);
    return leaf == null ? OptionalInt.empty() : OptionalInt.of(leaf.length());
  }

  /** Reads a block that is here into a buffer of its size; false if it is not. For any thread. */
  boolean readBlock(Cid cid, ByteBuffer target) throws IOException {
    Bytes node = nodes.get(cid);
    if (node != null) {
      target.put(node.buffer());
      return true;
    }
    ArchiveLeaf leaf = leaves.get(cid);
    if (leaf == null) {
      return false;
    }
    file.read(target, leaf.offset()).position(target.limit());
    return true;
  }

  @Override
  public void close() throws IOException {
    try (file;
        journal) {
      nodes.clear();
      leaves.clear();
    }
  }
}
