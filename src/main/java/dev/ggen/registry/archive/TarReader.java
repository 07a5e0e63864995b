package dev.ggen.registry.archive;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar archive strictly: regular files and directories only, each path once, and nothing
 * that two programs could read in two ways. Memory is bounded by one extended header and the paths.
 * Belongs to one thread.
 *
 * <p>It is our own because archives come from strangers: the libraries at hand read names and
 * extended headers of any length into memory, replace what is not UTF-8, and make absolute paths
 * relative without a word.
 */
final class TarReader {
  /** Longest extended header; a path, and attributes that nobody needs here. */
  static final int MAX_EXTENSION_BYTES = 64 << 10;

  private final InputStream source;
  private final ArchiveLimits limits;
  private final PathRegister paths;
  private final byte[] block = new byte[TarHeader.BLOCK_BYTES];
  private TarContent content = new TarContent(InputStream.nullInputStream(), 0);

  /** Reads from a stream that it does not close. */
  TarReader(InputStream source, ArchiveLimits limits) {
    this.source = source;
    this.limits = limits;
    this.paths = new PathRegister(limits.maxEntries());
  }

  /**
   * Gives the next file or directory, or null after the last one, when the stream was read to its
   * end. The content of the entry before is passed over.
   */
  @Nullable ArchiveEntry next() throws IOException {
    Extension extension = Extension.NONE;
    while (true) {
      content.finish();
      TarHeader header = readHeader();
      if (header == null) {
        extension.requireNone("An extended header of the archive belongs to no entry.");
        readToEnd();
        return null;
      }
      switch (header.type()) {
        case 'x' -> extension = extension.with(PaxRecords.read(extensionBytes(header)));
        case 'L' -> extension = extension.withName(longName(header));
        case 'g' -> refuseMeaning(PaxRecords.read(extensionBytes(header)));
        default -> {
          ArchiveEntry entry = entry(header, extension);
          content = new TarContent(source, entry.sizeBytes());
          if (!entry.path().isEmpty()) {
            return entry;
          }
          extension = Extension.NONE;
        }
      }
    }
  }

  /** The content of the last entry; ends with it. Valid until the next one is asked for. */
  InputStream content() {
    return content;
  }

  private @Nullable TarHeader readHeader() throws IOException {
    int count = source.readNBytes(block, 0, block.length);
    if (count < block.length) {
      throw endsTooEarly();
    }
    return TarHeader.read(block);
  }

  static RuntimeException endsTooEarly() {
    return ArchiveFault.broken(
        "The tar archive ends too early; it was cut off. Pack or send it again.");
  }

  /** One block of zeros was read; a second one and padding may follow, nothing else. */
  private void readToEnd() throws IOException {
    boolean marked = false;
    int count = source.readNBytes(block, 0, block.length);
    while (count > 0) {
      if (count < block.length || !TarHeader.isZero(block)) {
        throw ArchiveFault.broken("There is something after the end of the tar archive.");
      }
      marked = true;
      count = source.readNBytes(block, 0, block.length);
    }
    if (!marked) {
      throw endsTooEarly();
    }
  }

  private byte[] extensionBytes(TarHeader header) throws IOException {
    if (header.sizeBytes() > MAX_EXTENSION_BYTES) {
      throw ArchiveFault.unsafe(
          "An extended header of the archive is longer than %s."
              .formatted(ArchiveFault.bytes(MAX_EXTENSION_BYTES)));
    }
    content = new TarContent(source, header.sizeBytes());
    return content.readAllBytes();
  }

  private String longName(TarHeader header) throws IOException {
    byte[] bytes = extensionBytes(header);
    String name = EntryPath.decode(bytes);
    return name.endsWith("\0") ? name.substring(0, name.length() - 1) : name;
  }

  /** A header for all entries that follow may hold comments, as those of git do, but no path. */
  private static void refuseMeaning(PaxRecords global) {
    if (global.path() != null || global.sizeBytes() >= 0) {
      throw ArchiveFault.unsafe("The archive has one path or length for all entries.");
    }
  }

  private ArchiveEntry entry(TarHeader header, Extension extension) {
    String name = extension.name() != null ? extension.name() : header.name();
    long size = extension.sizeBytes() >= 0 ? extension.sizeBytes() : header.sizeBytes();
    requireFileOrDirectory(header.type(), name);
    boolean directory = header.type() == '5' || name.endsWith("/");
    if (directory && size != 0) {
      throw ArchiveFault.unsafe(name, "The entry is a directory but has content.");
    }
    if (size > limits.maxEntryBytes()) {
      throw ArchiveFault.tooLarge(
          "'%s' is larger than %s, the limit for one file."
              .formatted(ArchiveFault.shown(name), ArchiveFault.bytes(limits.maxEntryBytes())));
    }
    String path = EntryPath.check(name, directory, limits);
    if (!path.isEmpty()) {
      paths.add(path, directory);
    }
    return new ArchiveEntry(path, directory, header.executable() && !directory, size);
  }

  private static void requireFileOrDirectory(char type, String name) {
    String kind =
        switch (type) {
          case '0', '5' -> null;
          case '1' -> "a hard link";
          case '2', 'K' -> "a symbolic link";
          case '3', '4' -> "a device";
          case '6' -> "a named pipe";
          case 'S' -> "a sparse file";
          default -> "of a kind that is not known here";
        };
    if (kind != null) {
      throw ArchiveFault.unsafe(
          name,
          "The entry is %s; an archive holds regular files and directories only.".formatted(kind));
    }
  }

  /** What extended headers say of the entry behind them; at most once. */
  private record Extension(@Nullable String name, long sizeBytes) {
    private static final Extension NONE = new Extension(null, -1);
    private static final String TWICE = "An entry of the archive has two extended headers.";

    private Extension with(PaxRecords records) {
      requireNone(TWICE);
      // Even an empty header may stand only once; the size -2 marks it.
      return new Extension(records.path(), records.sizeBytes() < 0 ? -2 : records.sizeBytes());
    }

    private Extension withName(String name) {
      requireNone(TWICE);
      return new Extension(name, -1);
    }

    private void requireNone(String message) {
      if (!equals(NONE)) {
        throw ArchiveFault.unsafe(message);
      }
    }
  }

  /** The bytes of one entry and the padding behind them. */
  private static final class TarContent extends InputStream {
    private static final int SKIP_BYTES = 64 << 10;
    private final InputStream source;
    private long remaining;
    private int padding;

    private TarContent(InputStream source, long size) {
      this.source = source;
      this.remaining = size;
      this.padding = (int) (-size & (TarHeader.BLOCK_BYTES - 1));
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (remaining == 0 || length == 0) {
        return remaining == 0 ? -1 : 0;
      }
      int count = source.read(buffer, offset, (int) Math.min(length, remaining));
      if (count < 0) {
        throw endsTooEarly();
      }
      remaining -= count;
      return count;
    }

    private void finish() throws IOException {
      pass(remaining);
      pass(padding);
      remaining = 0;
      padding = 0;
    }

    private void pass(long bytes) throws IOException {
      byte[] buffer = new byte[(int) Math.min(bytes, SKIP_BYTES)];
      for (long left = bytes; left > 0; ) {
        int count = source.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (count < 0) {
          throw endsTooEarly();
        }
        left -= count;
      }
    }
  }
}
