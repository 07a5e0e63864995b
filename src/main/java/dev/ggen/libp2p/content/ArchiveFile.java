package dev.ggen.libp2p.content;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The file of an archive that is not complete. The download's thread writes; any thread reads what
 * was written.
 */
final class ArchiveFile implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;

  private ArchiveFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  static ArchiveFile open(Path path, Disk disk) throws IOException {
    return new ArchiveFile(path, disk.open(path));
  }

  Path path() {
    return path;
  }

  /** Writes all of the buffer, which is left as it is. */
  void write(ByteBuffer bytes, long offset) throws IOException {
    ByteBuffer rest = bytes.duplicate();
    long at = offset;
    while (rest.hasRemaining()) {
      at += channel.write(rest, at);
    }
  }

  /** Fills the buffer from its position to its limit, and leaves it ready to be read. */
  ByteBuffer read(ByteBuffer target, long offset) throws IOException {
    int start = target.position();
    while (target.hasRemaining()) {
      if (channel.read(target, offset + target.position() - start) < 0) {
        throw new EOFException(path + " ends before byte " + (offset + target.limit() - start));
      }
    }
    return target.position(start);
  }

  /** Whether it reaches to there; in between may be holes. */
  boolean reaches(long offset) throws IOException {
    return channel.size() >= offset;
  }

  /** Cuts off what an earlier attempt may have written behind the end. */
  void truncate(long sizeBytes) throws IOException {
    channel.truncate(sizeBytes);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
