package dev.ggen.registry.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes regular files as a POSIX.1-2017 ustar archive without times and owners, so that equal
 * files give equal bytes. A path of more than 100 bytes stands in a pax header. Belongs to one
 * thread.
 */
final class TarWriter {
  private static final int MAX_NAME_BYTES = 100;
  private static final long MAX_SIZE_BYTES = (1L << 33) - 1;

  private final OutputStream out;
  private final byte[] buffer = new byte[64 << 10];

  TarWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Writes one file.
   *
   * @param content gives exactly as many bytes as the entry says, or the file changed meanwhile
   */
  void write(ArchiveEntry entry, InputStream content) throws IOException {
    byte[] path = entry.path().getBytes(StandardCharsets.UTF_8);
    if (path.length > MAX_NAME_BYTES) {
      byte[] record = paxPath(path);
      writeHeader("PaxHeader".getBytes(StandardCharsets.UTF_8), false, record.length, 'x');
      out.write(record);
      pad(record.length);
    }
    byte[] name = Arrays.copyOf(path, Math.min(path.length, MAX_NAME_BYTES));
    writeHeader(name, entry.executable(), entry.sizeBytes(), '0');
    copy(entry, content);
    pad(entry.sizeBytes());
  }

  /** Writes the end of the archive. */
  void finish() throws IOException {
    out.write(new byte[2 * TarHeader.BLOCK_BYTES]);
  }

  /** The record {@code "<its own length> path=<path>\n"}. */
  private static byte[] paxPath(byte[] path) {
    int body = " path=\n".length() + path.length;
    int length = body + String.valueOf(body).length();
    length = body + String.valueOf(length).length();
    byte[] start = (length + " path=").getBytes(StandardCharsets.US_ASCII);
    byte[] record = Arrays.copyOf(start, length);
    System.arraycopy(path, 0, record, start.length, path.length);
    record[length - 1] = '\n';
    return record;
  }

  private void writeHeader(byte[] name, boolean executable, long size, char type)
      throws IOException {
    if (size > MAX_SIZE_BYTES) {
      throw ArchiveFault.tooLarge("A file in an archive must be smaller than 8 GiB.");
    }
    byte[] block = new byte[TarHeader.BLOCK_BYTES];
    System.arraycopy(name, 0, block, 0, name.length);
    octal(block, 100, 7, executable ? 0755 : 0644);
    octal(block, 108, 7, 0);
    octal(block, 116, 7, 0);
    octal(block, 124, 11, size);
    octal(block, 136, 11, 0);
    block[156] = (byte) type;
    System.arraycopy("ustar\00000".getBytes(StandardCharsets.US_ASCII), 0, block, 257, 8);
    octal(block, 148, 6, TarHeader.checksum(block));
    block[155] = ' ';
    out.write(block);
  }

  private static void octal(byte[] block, int offset, int digits, long value) {
    long rest = value;
    for (int i = offset + digits - 1; i >= offset; i--) {
      block[i] = (byte) ('0' + (rest & 7));
      rest >>= 3;
    }
  }

  private void copy(ArchiveEntry entry, InputStream content) throws IOException {
    long left = entry.sizeBytes();
    while (left > 0) {
      int count = content.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (count < 0) {
        throw new IOException("'%s' became shorter while it was packed.".formatted(entry.path()));
      }
      out.write(buffer, 0, count);
      left -= count;
    }
    if (content.read(buffer, 0, 1) >= 0) {
      throw new IOException("'%s' became longer while it was packed.".formatted(entry.path()));
    }
  }

  private void pad(long size) throws IOException {
    out.write(new byte[(int) (-size & (TarHeader.BLOCK_BYTES - 1))]);
  }
}
