package dev.ggen.libp2p.unixfs;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.MultiformatException;
import dev.ggen.libp2p.multiformats.Multihash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An inner node of a file: a dag-pb node whose data is a UnixFS message of type File without bytes
 * of its own. dag-pb, "Logical Format"; UnixFS, "Data Format".
 *
 * @param links its children, in the order of the file
 */
public record FileNode(List<Link> links) {
  /** What other programs make has at most 174; a node of 1 MiB could have some 20,000. */
  public static final int MAX_LINKS = 8_192;

  /** Nodes with {@link #MAX_LINKS} links need less. */
  public static final int MAX_BYTES = 1 << 20;

  private static final int DATA = 1;
  private static final int LINKS = 2;

  private static final int HASH = 1;
  private static final int NAME = 2;
  private static final int TREE_SIZE = 3;

  private static final int TYPE = 1;
  private static final int FILE_DATA = 2;
  private static final int FILE_SIZE = 3;
  private static final int BLOCK_SIZES = 4;
  private static final int FILE = 2;

  /**
   * A child.
   *
   * @param cid which
   * @param bytes of the file that are under it
   * @param treeBytes of all blocks under it with itself ({@code Tsize}); what a foreign node says
   *     of it is not checked
   */
  public record Link(Cid cid, long bytes, long treeBytes) {}

  /** Refuses too many links. */
  public FileNode {
    links = List.copyOf(links);
    if (links.size() > MAX_LINKS) {
      throw new MultiformatException(
          "a node with %d links; at most %d are taken".formatted(links.size(), MAX_LINKS));
    }
  }

  /** How many bytes of the file are under it. */
  public long bytes() {
    return links.stream().mapToLong(Link::bytes).sum();
  }

  /** The block. */
  public Bytes encode() {
    return written(out -> {
      for (Link link : links) {
        out.writeByteArray(LINKS, encode(link));
      }
      out.writeByteArray(DATA, encodeData());
    });
  }

  private static byte[] encode(Link link) {
    return written(
            out -> {
              out.writeByteArray(HASH, link.cid().encode().toByteArray());
              out.writeString(NAME, "");
              out.writeUInt64(TREE_SIZE, link.treeBytes());
            })
        .toByteArray();
  }

  private byte[] encodeData() {
    return written(
            out -> {
              out.writeEnum(TYPE, FILE);
              out.writeUInt64(FILE_SIZE, bytes());
              for (Link link : links) {
                out.writeUInt64(BLOCK_SIZES, link.bytes());
              }
            })
        .toByteArray();
  }

  @FunctionalInterface
  private interface Writing {
    void to(CodedOutputStream out) throws IOException;
  }

  private static Bytes written(Writing writing) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      writing.to(out);
      out.flush();
      return Bytes.copyOf(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("an array takes everything", e);
    }
  }

  /**
   * The node of a block.
   *
   * @throws MultiformatException if it is no inner node of a file, or passes a limit; the message
   *     says why
   */
  public static FileNode decode(Bytes block) {
    if (block.size() > MAX_BYTES) {
      throw new MultiformatException(
          "a node of %d bytes; at most %d are taken".formatted(block.size(), MAX_BYTES));
    }
    try {
      return new Decoding().decode(block);
    } catch (IOException e) {
      throw new MultiformatException("no dag-pb node: " + e.getMessage(), e);
    }
  }

  /** The fields that have been read so far. */
  private static final class Decoding {
    private final List<Cid> cids = new ArrayList<>();
    private final List<Long> treeSizes = new ArrayList<>();
    private final List<Long> blockSizes = new ArrayList<>();
    private int type = -1;
    private long fileSize = -1;
    private boolean hasData;

    FileNode decode(Bytes block) throws IOException {
      CodedInputStream in = CodedInputStream.newInstance(block.toByteArray());
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        // dag-pb is strict: no field but these two, the data once and last.
        if (tag == bytesTag(LINKS) && !hasData) {
          link(in.readByteArray());
        } else if (tag == bytesTag(DATA) && !hasData) {
          hasData = true;
          data(in.readByteArray());
        } else {
          throw new MultiformatException(
              "a dag-pb node with a field that may not be there: " + (tag >>> 3));
        }
      }
      return checked();
    }

    private FileNode checked() {
      if (type != FILE) {
        throw new MultiformatException(
            "a node of UnixFS type %d; only files (2) are archives".formatted(type));
      }
      if (blockSizes.size() != cids.size()) {
        throw new MultiformatException(
            "a node with %d links and %d sizes".formatted(cids.size(), blockSizes.size()));
      }
      List<Link> links = new ArrayList<>();
      long sum = 0;
      for (int i = 0; i < cids.size(); i++) {
        long bytes = blockSizes.get(i);
        if (bytes < 0 || sum + bytes < 0) {
          throw new MultiformatException("a node whose sizes are no numbers of bytes");
        }
        sum += bytes;
        links.add(new Link(cids.get(i), bytes, treeSizes.get(i)));
      }
      if (fileSize >= 0 && fileSize != sum) {
        throw new MultiformatException(
            "a node of %d bytes whose parts have %d".formatted(fileSize, sum));
      }
      return new FileNode(links);
    }

    private void link(byte[] message) throws IOException {
      if (cids.size() == MAX_LINKS) {
        throw new MultiformatException("a node with more than " + MAX_LINKS + " links");
      }
      Cid cid = null;
      long treeSize = 0;
      CodedInputStream in = CodedInputStream.newInstance(message);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == bytesTag(HASH)) {
          cid = Cid.decode(Bytes.copyOf(in.readByteArray()));
        } else if (tag == bytesTag(NAME)) {
          if (in.readByteArray().length > 0) {
            throw new MultiformatException("a file's node with names, as directories have them");
          }
        } else if (tag == (TREE_SIZE << 3 | WireFormat.WIRETYPE_VARINT)) {
          treeSize = in.readUInt64();
        } else {
          throw new MultiformatException("a link with the unknown field " + (tag >>> 3));
        }
      }
      if (cid == null) {
        throw new MultiformatException("a link to nowhere");
      }
      if (cid.hash().code() != Multihash.SHA2_256) {
        throw new MultiformatException(
            "a link by hash function 0x%x; only sha2-256 is taken".formatted(cid.hash().code()));
      }
      cids.add(cid);
      treeSizes.add(treeSize);
    }

    private void data(byte[] message) throws IOException {
      CodedInputStream in = CodedInputStream.newInstance(message);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == (TYPE << 3 | WireFormat.WIRETYPE_VARINT)) {
          type = in.readEnum();
        } else if (tag == bytesTag(FILE_DATA)) {
          int length = in.readByteArray().length;
          if (length > 0) {
            throw new MultiformatException(
                "a node with %d bytes of the file in it; only raw leaves are taken"
                    .formatted(length));
          }
        } else if (tag == (FILE_SIZE << 3 | WireFormat.WIRETYPE_VARINT)) {
          fileSize = in.readUInt64();
        } else if (tag == (BLOCK_SIZES << 3 | WireFormat.WIRETYPE_VARINT)) {
          blockSize(in);
        } else if (tag == bytesTag(BLOCK_SIZES)) {
          int end = in.pushLimit(in.readRawVarint32());
          while (in.getBytesUntilLimit() > 0) {
            blockSize(in);
          }
          in.popLimit(end);
        } else if (!in.skipField(tag)) {
          throw new MultiformatException("UnixFS data with an end without a beginning");
        }
      }
    }

    private void blockSize(CodedInputStream in) throws IOException {
      if (blockSizes.size() == MAX_LINKS) {
        throw new MultiformatException("a node with more than " + MAX_LINKS + " sizes");
      }
      blockSizes.add(in.readUInt64());
    }

    private static int bytesTag(int field) {
      return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }
  }
}
