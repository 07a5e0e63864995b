package dev.ggen.registry.archive;

import com.jcraft.jzlib.Deflater;
import com.jcraft.jzlib.GZIPException;
import com.jcraft.jzlib.JZlib;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;

/**
 * Writes one gzip member (RFC 1952) whose bytes depend only on the content: no time, no name, no
 * system, and a compressor in Java. The JDK's own would give other bytes on other builds of zlib.
 * Belongs to one thread.
 */
final class GzipWriter extends OutputStream {
  /** Part of the format of our archives: another level gives other bytes. */
  private static final int LEVEL = 6;

  private static final int WINDOW_BITS = 15;
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private final OutputStream out;
  private final Deflater deflater;
  private final CRC32 crc = new CRC32();
  private final byte[] compressed = new byte[64 << 10];

  /**
   * What the compressor gets at once; it gives other bytes for other pieces of the same content.
   */
  private final byte[] block = new byte[64 << 10];

  private int blockLength;
  private long contentBytes;
  private long writtenBytes;

  /** Writes the header to a stream that it does not close. */
  GzipWriter(OutputStream out) throws IOException {
    this.out = out;
    try {
      deflater = new Deflater(LEVEL, WINDOW_BITS, true);
    } catch (GZIPException e) {
      throw new IllegalStateException("the settings of the compressor are constants", e);
    }
    emit(HEADER, HEADER.length);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    crc.update(bytes, offset, length);
    contentBytes += length;
    int taken = 0;
    while (taken < length) {
      int count = Math.min(length - taken, block.length - blockLength);
      System.arraycopy(bytes, offset + taken, block, blockLength, count);
      blockLength += count;
      taken += count;
      if (blockLength == block.length) {
        compressBlock();
      }
    }
  }

  private void compressBlock() throws IOException {
    deflater.setInput(block, 0, blockLength, false);
    blockLength = 0;
    while (deflater.getAvailIn() > 0) {
      deflate(JZlib.Z_NO_FLUSH);
    }
  }

  /** Writes what is held back and the trailer. */
  void finish() throws IOException {
    compressBlock();
    while (deflate(JZlib.Z_FINISH) != JZlib.Z_STREAM_END) {
      // The output buffer was full; there is more.
    }
    byte[] trailer = new byte[8];
    littleEndian(trailer, 0, crc.getValue());
    littleEndian(trailer, 4, contentBytes);
    emit(trailer, trailer.length);
    out.flush();
  }

  /** Bytes given to this stream so far. */
  long contentBytes() {
    return contentBytes;
  }

  /** Bytes given to the stream below so far. */
  long writtenBytes() {
    return writtenBytes;
  }

  private int deflate(int flush) throws IOException {
    deflater.setOutput(compressed, 0, compressed.length);
    int status = deflater.deflate(flush);
    if (status != JZlib.Z_OK && status != JZlib.Z_STREAM_END) {
      throw new IOException("The compressor failed with status " + status);
    }
    emit(compressed, deflater.getNextOutIndex());
    return status;
  }

  private void emit(byte[] bytes, int length) throws IOException {
    out.write(bytes, 0, length);
    writtenBytes += length;
  }

  private static void littleEndian(byte[] target, int offset, long value) {
    for (int i = 0; i < 4; i++) {
      target[offset + i] = (byte) (value >>> (8 * i));
    }
  }
}
