package dev.ggen.libp2p.unixfs;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.Multihash;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The blocks of an archive: raw leaves of 1 MiB, which are parts of it, under a balanced tree of
 * nodes with at most 174 links. An archive that fits into one leaf is that leaf.
 *
 * @param root by which the archive is asked for
 * @param sizeBytes its length
 * @param leaves the leaves, in the order of the archive; all but the last have {@link #LEAF_BYTES}
 * @param nodes the inner nodes by their CID, the only blocks that are not parts of the archive
 */
public record ArchiveDag(Cid root, long sizeBytes, List<Cid> leaves, Map<Cid, Bytes> nodes) {
  /** What {@code --chunker=size-1048576} says. */
  public static final int LEAF_BYTES = 1 << 20;

  /** The default of {@code ipfs add}. */
  public static final int MAX_LINKS = 174;

  /** Copies the collections. */
  public ArchiveDag {
    leaves = List.copyOf(leaves);
    nodes = Map.copyOf(nodes);
  }

  /** Where a leaf begins in the archive. */
  public static long offset(int leaf) {
    return (long) leaf * LEAF_BYTES;
  }

  /**
   * Reads an archive to its end and tells its blocks. Takes memory for one leaf, and some forty
   * bytes for each.
   *
   * @throws IOException if it can't be read
   */
  public static ArchiveDag of(InputStream archive) throws IOException {
    MessageDigest sha256 = sha256();
    byte[] leaf = new byte[LEAF_BYTES];
    List<Cid> leaves = new ArrayList<>();
    long size = 0;
    int length;
    do {
      length = archive.readNBytes(leaf, 0, LEAF_BYTES);
      if (length > 0 || leaves.isEmpty()) {
        sha256.update(leaf, 0, length);
        leaves.add(cid(Cid.RAW, sha256.digest()));
        size += length;
      }
    } while (length == LEAF_BYTES);
    return of(leaves, size);
  }

  /**
   * The tree over leaves that are known.
   *
   * @param leaves at least one; all but the last of {@link #LEAF_BYTES}
   */
  public static ArchiveDag of(List<Cid> leaves, long sizeBytes) {
    if (leaves.size() != Math.max(1, (sizeBytes + LEAF_BYTES - 1) / LEAF_BYTES)) {
      throw new IllegalArgumentException(
          "%d leaves for %d bytes".formatted(leaves.size(), sizeBytes));
    }
    Map<Cid, Bytes> nodes = new LinkedHashMap<>();
    List<FileNode.Link> layer = new ArrayList<>();
    for (int i = 0; i < leaves.size(); i++) {
      long bytes = Math.min(LEAF_BYTES, sizeBytes - offset(i));
      layer.add(new FileNode.Link(leaves.get(i), bytes, bytes));
    }
    while (layer.size() > 1) {
      layer = parents(layer, nodes);
    }
    return new ArchiveDag(layer.getFirst().cid(), sizeBytes, leaves, nodes);
  }

  private static List<FileNode.Link> parents(List<FileNode.Link> layer, Map<Cid, Bytes> nodes) {
    List<FileNode.Link> parents = new ArrayList<>();
    for (int from = 0; from < layer.size(); from += MAX_LINKS) {
      FileNode node = new FileNode(layer.subList(from, Math.min(from + MAX_LINKS, layer.size())));
      Bytes block = node.encode();
      Cid cid = cid(Cid.DAG_PB, sha256().digest(block.toByteArray()));
      nodes.put(cid, block);
      long below = node.links().stream().mapToLong(FileNode.Link::treeBytes).sum();
      parents.add(new FileNode.Link(cid, node.bytes(), below + block.size()));
    }
    return parents;
  }

  private static Cid cid(long codec, byte[] digest) {
    return Cid.v1(codec, new Multihash(Multihash.SHA2_256, Bytes.copyOf(digest)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
