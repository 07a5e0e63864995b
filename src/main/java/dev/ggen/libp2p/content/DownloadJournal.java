package dev.ggen.libp2p.content;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.MultiformatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * What of an archive is on the disk: the inner nodes themselves, and the offsets of the leaves that
 * were written. Each is noted after its bytes are in the file, without forcing them to the disk:
 * after a kill of the process all is there, and after a loss of power whatever is not as the
 * journal says is found out, because finished leaves are hashed again when a download goes on (at
 * the speed of the disk, far above that of a network).
 *
 * <p>A file of entries: kind (1 byte), length of the content (4), content, CRC-32C of all that (4).
 * What comes after a torn entry is cut off. Belongs to the thread of its download.
 */
final class DownloadJournal implements AutoCloseable {
  /** A node is a block, and no block is larger. */
  static final int MAX_CONTENT_BYTES = 2 << 20;

  private static final byte LEAF = 1;
  private static final byte NODE = 2;
  private static final int HEAD_BYTES = 5;
  private static final int CRC_BYTES = 4;

  private final FileChannel channel;
  private final Map<Cid, Bytes> nodes = new LinkedHashMap<>();
  private final Set<Long> leaves = new HashSet<>();

  private DownloadJournal(FileChannel channel) {
    this.channel = channel;
  }

  /** Opens or makes one, and reads what is in it. */
  static DownloadJournal open(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    DownloadJournal journal = new DownloadJournal(channel);
    try {
      journal.load();
      return journal;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void load() throws IOException {
    long at = 0;
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
    while (readAt(head.clear(), at)) {
      int length = head.getInt(1);
      if (length < 0 || length > MAX_CONTENT_BYTES) {
        break;
      }
      ByteBuffer entry = ByteBuffer.allocate(HEAD_BYTES + length + CRC_BYTES);
      if (!readAt(entry, at) || !isSound(entry) || !take(entry)) {
        break;
      }
      at += entry.capacity();
    }
    channel.truncate(at).position(at);
  }

  /** Whether the file has as much as the buffer takes. */
  private boolean readAt(ByteBuffer buffer, long offset) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, offset + buffer.position()) < 0) {
        return false;
      }
    }
    buffer.flip();
    return true;
  }

  private static boolean isSound(ByteBuffer entry) {
    int end = entry.capacity() - CRC_BYTES;
    return entry.getInt(end) == crc(entry.slice(0, end));
  }

  private static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private boolean take(ByteBuffer entry) {
    byte kind = entry.get();
    ByteBuffer content = entry.slice(HEAD_BYTES, entry.capacity() - HEAD_BYTES - CRC_BYTES);
    if (kind == LEAF && content.remaining() == Long.BYTES) {
      leaves.add(content.getLong());
      return true;
    }
    try {
      if (kind == NODE) {
        Cid cid = Cid.read(content);
        byte[] node = new byte[content.remaining()];
        content.get(node);
        nodes.put(cid, Bytes.copyOf(node));
        return true;
      }
      return false;
    } catch (MultiformatException e) {
      return false; // of another version of this program
    }
  }

  /** The inner nodes, in the order in which they came. Their hashes are not checked. */
  Map<Cid, Bytes> nodes() {
    return nodes;
  }

  /** The offsets of the leaves that an earlier attempt wrote. */
  Set<Long> leaves() {
    return leaves;
  }

  /** Notes that a leaf is in the archive's file. */
  void leaf(long offset) throws IOException {
    append(LEAF, Bytes.copyOf(ByteBuffer.allocate(Long.BYTES).putLong(offset).array()));
  }

  /** Keeps an inner node. */
  void node(Cid cid, Bytes node) throws IOException {
    append(NODE, Bytes.concat(cid.encode(), node));
    nodes.put(cid, node);
  }

  private void append(byte kind, Bytes content) throws IOException {
    ByteBuffer entry = ByteBuffer.allocate(HEAD_BYTES + content.size() + CRC_BYTES);
    entry.put(kind).putInt(content.size()).put(content.buffer());
    entry.putInt(crc(entry.slice(0, entry.position()))).flip();
    while (entry.hasRemaining()) {
      channel.write(entry);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
