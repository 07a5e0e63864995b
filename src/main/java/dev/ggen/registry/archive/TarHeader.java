package dev.ggen.registry.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One header block of a tar archive (POSIX.1-2017 ustar, GNU, or the older form without magic).
 *
 * @param rawName the path's bytes, prefix included, each as one character; undefined in charset
 *     where an extended header gives the path
 * @param executable whether the owner may execute it
 * @param sizeBytes length of what follows the header
 * @param type the type flag; 0 is given as {@code '0'}
 */
record TarHeader(String rawName, boolean executable, long sizeBytes, char type) {
  static final int BLOCK_BYTES = 512;
  private static final int SIZE_OFFSET = 124;
  private static final int CHECKSUM_OFFSET = 148;
  private static final int MAGIC_OFFSET = 257;
  private static final int PREFIX_OFFSET = 345;
  private static final byte[] POSIX_MAGIC = "ustar\0".getBytes(StandardCharsets.US_ASCII);
  private static final long OWNER_EXECUTES = 0100;

  /** Reads a block, or gives null if it is all zeros. */
  static @Nullable TarHeader read(byte[] block) {
    if (isZero(block)) {
      return null;
    }
    if (octal(block, CHECKSUM_OFFSET, 8) != checksum(block)) {
      throw ArchiveFault.broken("This is not a tar archive, or a header in it is damaged.");
    }
    byte type = block[156];
    return new TarHeader(
        new String(nameOf(block), StandardCharsets.ISO_8859_1),
        (octal(block, 100, 8) & OWNER_EXECUTES) != 0,
        size(block),
        type == 0 ? '0' : (char) (type & 0xff));
  }

  /** The path, which must be UTF-8. */
  String name() {
    return EntryPath.decode(rawName.getBytes(StandardCharsets.ISO_8859_1));
  }

  static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  static long checksum(byte[] block) {
    long sum = 0;
    for (int i = 0; i < BLOCK_BYTES; i++) {
      boolean inField = i >= CHECKSUM_OFFSET && i < CHECKSUM_OFFSET + 8;
      sum += inField ? ' ' : block[i] & 0xff;
    }
    return sum;
  }

  private static byte[] nameOf(byte[] block) {
    byte[] name = text(block, 0, 100);
    boolean posix =
        Arrays.equals(block, MAGIC_OFFSET, MAGIC_OFFSET + 6, POSIX_MAGIC, 0, POSIX_MAGIC.length);
    byte[] prefix = posix ? text(block, PREFIX_OFFSET, 155) : new byte[0];
    if (prefix.length == 0) {
      return name;
    }
    byte[] whole = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
    whole[prefix.length] = '/';
    System.arraycopy(name, 0, whole, prefix.length + 1, name.length);
    return whole;
  }

  private static byte[] text(byte[] block, int offset, int length) {
    int end = offset;
    while (end < offset + length && block[end] != 0) {
      end++;
    }
    return Arrays.copyOfRange(block, offset, end);
  }

  private static long size(byte[] block) {
    return block[SIZE_OFFSET] < 0 ? binarySize(block) : octal(block, SIZE_OFFSET, 12);
  }

  /** GNU's form for lengths of 8 GiB and more: a set bit, then a big-endian number. */
  private static long binarySize(byte[] block) {
    long value = block[SIZE_OFFSET] & 0x7f;
    for (int i = SIZE_OFFSET + 1; i < SIZE_OFFSET + 12; i++) {
      if (value > Long.MAX_VALUE >> 8) {
        throw damagedNumber();
      }
      value = value << 8 | (block[i] & 0xff);
    }
    return value;
  }

  /** Octal digits, spaces before them, spaces or zeros behind; an empty field is 0. */
  private static long octal(byte[] block, int offset, int length) {
    int index = offset;
    int end = offset + length;
    while (index < end && block[index] == ' ') {
      index++;
    }
    long value = 0;
    while (index < end && block[index] >= '0' && block[index] <= '7') {
      value = value << 3 | (block[index] - '0');
      index++;
    }
    while (index < end && (block[index] == ' ' || block[index] == 0)) {
      index++;
    }
    if (index < end) {
      throw damagedNumber();
    }
    return value;
  }

  private static RuntimeException damagedNumber() {
    return ArchiveFault.broken("This is not a tar archive, or a number in it is damaged.");
  }
}
