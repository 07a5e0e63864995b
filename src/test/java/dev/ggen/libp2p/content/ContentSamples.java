package dev.ggen.libp2p.content;

import com.google.protobuf.CodedOutputStream;
import dev.ggen.libp2p.content.ArchivePlan.Child;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.Multihash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Archives and their blocks, and nodes that say whatever a test likes.
 *
 * @param bytes the whole
 * @param blocks of its DAG, with the root's
 */
record ContentSamples(Bytes bytes, Cid root, Map<Cid, Bytes> blocks) {
  private static final int FILE = 2;

  static Cid raw(Bytes block) {
    return Cid.v1(Cid.RAW, Multihash.sha256(block));
  }

  static Cid dagPb(Bytes block) {
    return Cid.v1(Cid.DAG_PB, Multihash.sha256(block));
  }

  /** Random bytes from a seed, in leaves of a size under one node, or in one if there is one. */
  static ContentSamples of(int size, int leafBytes, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    Map<Cid, Bytes> blocks = new LinkedHashMap<>();
    List<Child> children = new ArrayList<>();
    for (int at = 0; at < size || at == 0; at += leafBytes) {
      Bytes leaf = Bytes.copyOf(bytes, at, Math.min(size, at + leafBytes));
      blocks.put(raw(leaf), leaf);
      children.add(new Child(raw(leaf), leaf.size()));
    }
    if (children.size() == 1) {
      return new ContentSamples(Bytes.copyOf(bytes), children.getFirst().cid(), blocks);
    }
    Bytes root = node(children, size);
    blocks.put(dagPb(root), root);
    return new ContentSamples(Bytes.copyOf(bytes), dagPb(root), blocks);
  }

  /** A UnixFS file of these children that claims a size. */
  static Bytes node(List<Child> children, long claimedBytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CodedOutputStream node = CodedOutputStream.newInstance(out);
    ByteArrayOutputStream fileOut = new ByteArrayOutputStream();
    CodedOutputStream file = CodedOutputStream.newInstance(fileOut);
    try {
      file.writeEnum(1, FILE);
      file.writeUInt64(3, claimedBytes);
      for (Child child : children) {
        ByteArrayOutputStream linkOut = new ByteArrayOutputStream();
        CodedOutputStream link = CodedOutputStream.newInstance(linkOut);
        link.writeByteArray(1, child.cid().encode().toByteArray());
        link.writeString(2, "");
        link.writeUInt64(3, child.bytes());
        link.flush();
        node.writeByteArray(2, linkOut.toByteArray());
        file.writeUInt64(4, child.bytes());
      }
      file.flush();
      node.writeByteArray(1, fileOut.toByteArray());
      node.flush();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return Bytes.copyOf(out.toByteArray());
  }

  DownloadRequest request() {
    return DownloadRequest.of(root, bytes.size(), Multihash.sha256(bytes).digest())
        .withSha512(Multihash.sha512(bytes).digest());
  }
}
