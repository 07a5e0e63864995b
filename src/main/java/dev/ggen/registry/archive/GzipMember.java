package dev.ggen.registry.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The content of a file that is exactly one gzip member (RFC 1952). Several members and bytes after
 * the last are refused, because programs differ in whether they read them. Reads with two fixed
 * buffers; bounds the length of the content and its ratio to the file. Belongs to one thread.
 */
final class GzipMember extends InputStream {
  private static final int BUFFER_BYTES = 64 << 10;

  /** Longest optional field of the header; a file name in practice. */
  static final int MAX_HEADER_FIELD_BYTES = 4096;

  private static final int FLAG_HEADER_CRC = 2;
  private static final int FLAG_EXTRA = 4;
  private static final int FLAG_NAME = 8;
  private static final int FLAG_COMMENT = 16;
  private static final int RESERVED_FLAGS = 0xE0;

  private final InputStream source;
  private final long sourceBytes;
  private final ArchiveLimits limits;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] input = new byte[BUFFER_BYTES];
  private int inputStart;
  private int inputEnd;
  private long outputBytes;
  private boolean finished;

  private GzipMember(InputStream source, long sourceBytes, ArchiveLimits limits) {
    this.source = source;
    this.sourceBytes = sourceBytes;
    this.limits = limits;
  }

  /** Opens a file and reads the header. */
  static GzipMember open(Path archive, ArchiveLimits limits) throws IOException {
    long bytes = Files.size(archive);
    requireArchiveSize(bytes, limits);
    GzipMember member = new GzipMember(Files.newInputStream(archive), bytes, limits);
    try {
      member.readHeader();
      return member;
    } catch (IOException | RuntimeException e) {
      member.close();
      throw e;
    }
  }

  /** Checks the compressed length. */
  static void requireArchiveSize(long bytes, ArchiveLimits limits) {
    if (bytes > limits.maxArchiveBytes()) {
      throw ArchiveFault.tooLarge(
          "The archive is larger than %s; pack less."
              .formatted(ArchiveFault.bytes(limits.maxArchiveBytes())));
    }
  }

  /**
   * Checks the length of the content against that of the whole archive, so that an archive is
   * refused or not wherever in it the dense part lies.
   */
  static void requireUnpackedSize(long unpacked, long archiveBytes, ArchiveLimits limits) {
    if (unpacked > limits.maxUnpackedBytes()) {
      throw ArchiveFault.tooLarge(
          "The archive unpacks to more than %s; pack less."
              .formatted(ArchiveFault.bytes(limits.maxUnpackedBytes())));
    }
    if (unpacked > limits.ratioFloorBytes() && unpacked / limits.maxRatio() > archiveBytes) {
      throw ArchiveFault.unsafe(
          "The archive unpacks to more than %d times its length, as a bomb does."
              .formatted(limits.maxRatio()));
    }
  }

  private void readHeader() throws IOException {
    if (!fill() || nextByte() != 0x1f || nextByte() != 0x8b) {
      throw ArchiveFault.broken("This is not gzip; send a .tgz (a tar archive packed with gzip).");
    }
    int method = nextByte();
    int flags = nextByte();
    if (method != 8 || (flags & RESERVED_FLAGS) != 0) {
      throw ArchiveFault.broken("The gzip header names a method that does not exist.");
    }
    skipHeader(6); // time, compression level, operating system
    if ((flags & FLAG_EXTRA) != 0) {
      int length = nextByte() | nextByte() << 8;
      requireHeaderField(length);
      skipHeader(length);
    }
    if ((flags & FLAG_NAME) != 0) {
      skipText();
    }
    if ((flags & FLAG_COMMENT) != 0) {
      skipText();
    }
    if ((flags & FLAG_HEADER_CRC) != 0) {
      skipHeader(2);
    }
  }

  private void skipHeader(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      nextByte();
    }
  }

  private void skipText() throws IOException {
    for (int length = 1; nextByte() != 0; length++) {
      requireHeaderField(length);
    }
  }

  private static void requireHeaderField(int length) {
    if (length > MAX_HEADER_FIELD_BYTES) {
      throw ArchiveFault.broken(
          "A field of the gzip header is longer than %d bytes.".formatted(MAX_HEADER_FIELD_BYTES));
    }
  }

  private int nextByte() throws IOException {
    if (inputStart == inputEnd && !fill()) {
      throw endsTooEarly();
    }
    return input[inputStart++] & 0xff;
  }

  private boolean fill() throws IOException {
    int count = source.read(input, 0, input.length);
    if (count < 0) {
      return false;
    }
    inputStart = 0;
    inputEnd = count;
    return count > 0 || fill();
  }

  private static RuntimeException endsTooEarly() {
    return ArchiveFault.broken(
        "The archive ends too early; it was cut off. Pack or send it again.");
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (finished || length == 0) {
      return finished ? -1 : 0;
    }
    int count = inflate(buffer, offset, length);
    if (count > 0) {
      crc.update(buffer, offset, count);
      outputBytes += count;
      requireUnpackedSize(outputBytes, sourceBytes, limits);
      return count;
    }
    readTrailer();
    return -1;
  }

  /** Gives at least one byte, or 0 at the end of the deflate stream. */
  private int inflate(byte[] buffer, int offset, int length) throws IOException {
    try {
      while (true) {
        int count = inflater.inflate(buffer, offset, length);
        if (count > 0 || inflater.finished()) {
          return count;
        }
        if (inflater.needsDictionary()) {
          throw ArchiveFault.broken("The gzip data asks for a dictionary, which gzip has not.");
        }
        if (inputStart == inputEnd && !fill()) {
          throw endsTooEarly();
        }
        inflater.setInput(input, inputStart, inputEnd - inputStart);
        inputStart = inputEnd;
      }
    } catch (DataFormatException e) {
      throw ArchiveFault.broken(
          "The gzip data is damaged (%s). Pack or send it again.".formatted(e.getMessage()));
    }
  }

  private void readTrailer() throws IOException {
    inputStart = inputEnd - inflater.getRemaining();
    long expectedCrc = littleEndianInt();
    long expectedLength = littleEndianInt();
    if (expectedCrc != crc.getValue() || expectedLength != (outputBytes & 0xffff_ffffL)) {
      throw ArchiveFault.broken(
          "The archive is damaged: its checksum is wrong. Pack or send it again.");
    }
    if (inputStart < inputEnd || fill()) {
      throw ArchiveFault.broken(
          "There are bytes after the end of the gzip data; an archive is one gzip member and"
              + " nothing else.");
    }
    finished = true;
  }

  private long littleEndianInt() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      value |= (long) nextByte() << shift;
    }
    return value;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    source.close();
  }
}
