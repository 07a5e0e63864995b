package dev.ggen.libp2p.content;

import dev.ggen.libp2p.content.ArchivePlan.Child;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.MultiformatException;
import dev.ggen.libp2p.unixfs.FileNode;
import java.util.List;

/** What the plan of an archive takes of a node. */
final class NodeChildren {
  private NodeChildren() {}

  /**
   * The children that a node tells of.
   *
   * @throws BadArchiveException if it is no inner node of a file
   */
  static List<Child> of(Cid cid, Bytes node) throws BadArchiveException {
    try {
      return FileNode.decode(node).links().stream()
          .map(link -> new Child(link.cid(), link.bytes()))
          .toList();
    } catch (MultiformatException e) {
      throw new BadArchiveException("node %s: %s".formatted(cid, e.getMessage()), e);
    }
  }
}
