package dev.ggen.libp2p.content;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An archive that is here as a whole and is what was asked for.
 *
 * @param file its bytes, not forced to the disk; the sink may move it away
 * @param nodes the inner nodes of its DAG, each before its children; none if it is one leaf
 * @param leaves its other blocks, in the order of the archive
 */
public record FinishedArchive(
    DownloadRequest request, Path file, Map<Cid, Bytes> nodes, List<ArchiveLeaf> leaves) {
  /** Copies the collections. */
  public FinishedArchive {
    leaves = List.copyOf(leaves);
    nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
  }
}
