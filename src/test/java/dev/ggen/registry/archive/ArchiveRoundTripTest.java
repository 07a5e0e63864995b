package dev.ggen.registry.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random directories come back byte for byte. {@code -Dseed=N} replays a run. */
class ArchiveRoundTripTest {
  private static final int TREES = 40;
  private static final String ALPHABET =
      "abcdefghijklmnopqrstuvwxyz0123456789-_.+@ ABC\u00e4\u00f1\u4e2d\u6587\u03bb\u0431";

  private final long seed = Long.getLong("seed", new Random().nextLong());
  private final Random random = new Random(seed);
  @TempDir private Path directory;

  @Test
  void whatIsPackedComesBackByteForByte() throws IOException {
    System.out.println("seed " + seed);
    for (int i = 0; i < TREES; i++) {
      Path tree = directory.resolve("tree" + i);
      SortedMap<String, byte[]> files = randomTree(tree);
      ArchiveLimits limits = ArchiveLimits.defaults();
      ByteArrayOutputStream first = new ByteArrayOutputStream();
      PackReport report = new ArchivePacker(limits).pack(tree, first);
      Path archive = Files.write(directory.resolve(i + ".tgz"), first.toByteArray());

      Inspection inspection = new ArchiveInspector(limits).inspect(archive);
      Path back = directory.resolve("back" + i);
      new ArchiveUnpacker(limits).unpack(archive, back);
      ByteArrayOutputStream second = new ByteArrayOutputStream();
      new ArchivePacker(limits).pack(back, second);

      assertThat(report.files()).as("seed %d", seed).hasSameElementsAs(files.keySet());
      assertThat(inspection.files()).as("seed %d", seed).isEqualTo(files.size());
      assertThat(inspection.manifest()).isEqualTo(report.manifest());
      assertSame(files, tree, back);
      assertThat(second.toByteArray()).as("seed %d", seed).isEqualTo(first.toByteArray());
    }
  }

  private void assertSame(Map<String, byte[]> files, Path tree, Path back) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = back.resolve(file.getKey());
      assertThat(path).as("seed %d", seed).hasBinaryContent(file.getValue());
      assertThat(Files.isExecutable(path))
          .isEqualTo(Files.isExecutable(tree.resolve(file.getKey())));
    }
    try (Stream<Path> all = Files.walk(back)) {
      assertThat(all.filter(Files::isRegularFile)).as("seed %d", seed).hasSize(files.size());
    }
  }

  private SortedMap<String, byte[]> randomTree(Path tree) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    write(
        tree,
        "package.toml",
        RawTar.MANIFEST.getBytes(java.nio.charset.StandardCharsets.UTF_8),
        files);
    int count = random.nextInt(30);
    for (int i = 0; i < count; i++) {
      StringBuilder path = new StringBuilder();
      for (int depth = random.nextInt(5); depth > 0; depth--) {
        path.append("d").append(random.nextInt(3)).append('/');
      }
      path.append("f").append(i).append(randomName());
      write(tree, path.toString(), randomContent(), files);
    }
    return files;
  }

  private String randomName() {
    StringBuilder name = new StringBuilder();
    for (int length = random.nextInt(random.nextInt(10) == 0 ? 60 : 12); length > 0; length--) {
      name.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return name + "x";
  }

  private byte[] randomContent() {
    int[] lengths = {0, 1, 511, 512, 513, 4096, 70_000};
    byte[] content = new byte[lengths[random.nextInt(lengths.length)]];
    int kinds = 1 + random.nextInt(256);
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) random.nextInt(kinds);
    }
    return content;
  }

  private void write(Path tree, String path, byte[] content, Map<String, byte[]> files)
      throws IOException {
    Path file = tree.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    if (random.nextInt(4) == 0) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    files.put(path, content);
  }

  /** Our compressor is not the JDK's, so the JDK's other half checks it. */
  @Test
  void theJdkReadsWhatOurCompressorWrites() throws IOException {
    System.out.println("seed " + seed);
    for (int i = 0; i < 200; i++) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      ByteArrayOutputStream plain = new ByteArrayOutputStream();
      GzipWriter gzip = new GzipWriter(packed);
      for (int pieces = random.nextInt(5); pieces > 0; pieces--) {
        byte[] piece = randomContent();
        gzip.write(piece);
        plain.writeBytes(piece);
      }
      gzip.finish();

      try (GZIPInputStream back =
          new GZIPInputStream(new java.io.ByteArrayInputStream(packed.toByteArray()))) {
        assertThat(back.readAllBytes()).as("seed %d", seed).isEqualTo(plain.toByteArray());
      }
      assertThat(gzip.writtenBytes()).isEqualTo(packed.size());
      assertThat(gzip.contentBytes()).isEqualTo(plain.size());
    }
  }

  /** Reading a file gives pieces of any length, which must not show in the archive. */
  @Test
  void theBytesDoNotDependOnThePiecesThatAreWritten() throws IOException {
    System.out.println("seed " + seed);
    for (int i = 0; i < 6; i++) {
      byte[] content = new byte[200_000];
      for (int at = 0; at < content.length; at++) {
        content[at] = (byte) ('a' + random.nextInt(2 + at / 20_000));
      }
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      GzipWriter atOnce = new GzipWriter(whole);
      atOnce.write(content);
      atOnce.finish();
      ByteArrayOutputStream pieces = new ByteArrayOutputStream();
      GzipWriter pieceByPiece = new GzipWriter(pieces);
      for (int at = 0; at < content.length; ) {
        int length = Math.min(1 + random.nextInt(5000), content.length - at);
        pieceByPiece.write(content, at, length);
        at += length;
      }
      pieceByPiece.finish();

      assertThat(pieces.toByteArray()).as("seed %d", seed).isEqualTo(whole.toByteArray());
    }
  }
}
