package dev.ggen.registry.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The records of a pax extended header (POSIX.1-2017, pax, "pax Extended Header") that matter here.
 * Times, owners and comments are passed over.
 *
 * @param path the path that replaces the header's, or null
 * @param sizeBytes the length that replaces the header's, or -1
 */
record PaxRecords(@Nullable String path, long sizeBytes) {
  private static final int MAX_LENGTH_DIGITS = 7;

  static PaxRecords read(byte[] content) {
    PaxRecords records = new PaxRecords(null, -1);
    int start = 0;
    while (start < content.length) {
      int space = indexOf(content, (byte) ' ', start);
      int end = start + length(content, start, space);
      if (end > content.length || end <= space + 1 || content[end - 1] != '\n') {
        throw damaged();
      }
      int equals = indexOf(content, (byte) '=', space + 1);
      if (equals >= end) {
        throw damaged();
      }
      String key = EntryPath.decode(Arrays.copyOfRange(content, space + 1, equals));
      records = records.with(key, Arrays.copyOfRange(content, equals + 1, end - 1));
      start = end;
    }
    return records;
  }

  private PaxRecords with(String key, byte[] value) {
    if (key.startsWith("GNU.sparse")) {
      throw ArchiveFault.unsafe("The archive has a sparse file; pack it without sparse support.");
    }
    return switch (key) {
      case "path" -> {
        requireFirst(path == null, key);
        yield new PaxRecords(EntryPath.decode(value), sizeBytes);
      }
      case "size" -> {
        requireFirst(sizeBytes < 0, key);
        yield new PaxRecords(path, decimal(value));
      }
      case "hdrcharset" -> {
        requireUtf8(value);
        yield this;
      }
      default -> this;
    };
  }

  private static void requireFirst(boolean first, String key) {
    if (!first) {
      throw ArchiveFault.unsafe("An entry of the archive has two fields '%s'.".formatted(key));
    }
  }

  private static void requireUtf8(byte[] value) {
    if (!Arrays.equals(value, "ISO-IR 10646 2000 UTF-8".getBytes(StandardCharsets.US_ASCII))) {
      throw ArchiveFault.unsafe("The archive has names that are not UTF-8; pack with UTF-8 names.");
    }
  }

  private static long decimal(byte[] value) {
    String digits = new String(value, StandardCharsets.ISO_8859_1);
    if (!digits.matches("[0-9]{1,18}")) {
      throw damaged();
    }
    return Long.parseLong(digits);
  }

  private static int length(byte[] content, int start, int space) {
    if (space == start || space - start > MAX_LENGTH_DIGITS) {
      throw damaged();
    }
    int length = 0;
    for (int i = start; i < space; i++) {
      if (content[i] < '0' || content[i] > '9') {
        throw damaged();
      }
      length = length * 10 + (content[i] - '0');
    }
    return length;
  }

  private static int indexOf(byte[] content, byte wanted, int start) {
    for (int i = start; i < content.length; i++) {
      if (content[i] == wanted) {
        return i;
      }
    }
    throw damaged();
  }

  private static RuntimeException damaged() {
    return ArchiveFault.broken("An extended header of the tar archive is damaged.");
  }
}
