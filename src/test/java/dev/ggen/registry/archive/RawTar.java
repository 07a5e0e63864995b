package dev.ggen.registry.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Writes tar archives byte by byte, also such as no decent program would write. */
final class RawTar {
  static final String MANIFEST = "[package]\nname = \"sample\"\nversion = \"1.0.0\"\n";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** An archive that begins with a good manifest. */
  static RawTar withManifest() {
    return new RawTar().file("package.toml", MANIFEST);
  }

  RawTar file(String name, String content) {
    return entry(name.getBytes(UTF_8), '0', content.getBytes(UTF_8));
  }

  RawTar file(String name, byte[] content) {
    return entry(name.getBytes(UTF_8), '0', content);
  }

  RawTar directory(String name) {
    return entry(name.getBytes(UTF_8), '5', new byte[0]);
  }

  RawTar entry(String name, char type) {
    return entry(name.getBytes(UTF_8), type, new byte[0]);
  }

  RawTar entry(byte[] name, char type, byte[] content) {
    byte[] header = header(name, type, content.length);
    return raw(header).raw(content).raw(new byte[-content.length & 511]);
  }

  /** A pax extended header with one record. */
  RawTar pax(String key, String value) {
    return extension('x', record(key, value));
  }

  RawTar extension(char type, byte[] content) {
    return entry("extension".getBytes(UTF_8), type, content);
  }

  RawTar raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  static byte[] record(String key, String value) {
    byte[] body = (" " + key + "=" + value + "\n").getBytes(UTF_8);
    int length = body.length + String.valueOf(body.length).length();
    length = body.length + String.valueOf(length).length();
    return (length + new String(body, UTF_8)).getBytes(UTF_8);
  }

  static byte[] header(byte[] name, char type, long size) {
    byte[] block = new byte[512];
    System.arraycopy(name, 0, block, 0, Math.min(100, name.length));
    put(block, 100, "0000644\0");
    put(block, 124, "%011o\0".formatted(size));
    put(block, 136, "00000000000\0");
    block[156] = (byte) type;
    put(block, 257, "ustar\00000");
    return sealed(block);
  }

  /** Sets the checksum. */
  static byte[] sealed(byte[] block) {
    Arrays.fill(block, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    put(block, 148, "%06o\0 ".formatted(sum));
    return block;
  }

  static void put(byte[] block, int offset, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    System.arraycopy(bytes, 0, block, offset, bytes.length);
  }

  /** The bytes so far, without an end. */
  byte[] unfinished() {
    return out.toByteArray();
  }

  /** The whole archive, compressed. */
  byte[] tgz() {
    byte[] tar = unfinished();
    return gzip(Arrays.copyOf(tar, tar.length + 1024));
  }

  Path writeTo(Path directory) throws IOException {
    return Files.write(directory.resolve("archive.tgz"), tgz());
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
