package dev.ggen.registry.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ggen.registry.port.RegistryException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each limit at its value and one beyond. */
class ArchiveLimitsTest {
  private static final String LIMIT_CODE = "archive-too-large";
  @TempDir private Path directory;

  /** Limits that tests can reach; the parts that do not matter are the defaults. */
  private static final class Limits {
    private long archiveBytes = 1 << 20;
    private long unpackedBytes = 1 << 20;
    private int entries = 100;
    private long entryBytes = 1 << 20;
    private int ratio = 200;
    private long ratioFloor = 16 << 20;
    private int manifestBytes = 1 << 20;
    private int readmeBytes = 1 << 18;

    private ArchiveInspector inspector() {
      return new ArchiveInspector(
          new ArchiveLimits(
              archiveBytes,
              unpackedBytes,
              entries,
              entryBytes,
              ratio,
              ratioFloor,
              1024,
              64,
              manifestBytes,
              readmeBytes));
    }
  }

  private final Limits limits = new Limits();

  private Inspection inspect(byte[] tgz) throws IOException {
    return limits.inspector().inspect(Files.write(directory.resolve("archive.tgz"), tgz));
  }

  private RegistryException refusal(byte[] tgz) {
    RegistryException fault = catchThrowableOfType(RegistryException.class, () -> inspect(tgz));
    assertThat(fault).isNotNull();
    return fault;
  }

  @Test
  void theCompressedLength() throws IOException {
    byte[] tgz = RawTar.withManifest().tgz();
    limits.archiveBytes = tgz.length;
    inspect(tgz);

    limits.archiveBytes--;
    assertThat(refusal(tgz).code()).isEqualTo(LIMIT_CODE);
  }

  @Test
  void theUnpackedLengthWithHeaders() throws IOException {
    byte[] tgz = RawTar.withManifest().tgz();
    limits.unpackedBytes = 512 + 512 + 1024;
    inspect(tgz);

    limits.unpackedBytes--;
    assertThat(refusal(tgz).code()).isEqualTo(LIMIT_CODE);
  }

  @Test
  void theNumberOfFilesAndDirectoriesAlsoImpliedOnes() throws IOException {
    byte[] tgz = RawTar.withManifest().file("a/b/c", "").directory("a/b").tgz();
    limits.entries = 4;
    inspect(tgz);

    limits.entries = 3;
    assertThat(refusal(tgz).code()).isEqualTo(LIMIT_CODE);
  }

  @Test
  void theLengthOfOneFile() throws IOException {
    byte[] tgz = RawTar.withManifest().file("a", new byte[1000]).tgz();
    limits.entryBytes = 1000;
    inspect(tgz);

    limits.entryBytes = 999;
    assertThat(refusal(tgz).getMessage()).contains("'a' is larger than 999 bytes");
  }

  @Test
  void aLengthBeyondAllReasonIsRefusedBeforeItIsRead() {
    byte[] header = RawTar.header("a".getBytes(UTF_8), '0', 0);
    Arrays.fill(header, 124, 136, (byte) 0xff);
    RawTar.put(header, 124, "77777777777\0");
    byte[] huge = RawTar.withManifest().raw(RawTar.sealed(header)).tgz();
    assertThat(refusal(huge).code()).isEqualTo(LIMIT_CODE);

    Arrays.fill(header, 124, 136, (byte) 0xff);
    byte[] beyondLong = RawTar.withManifest().raw(RawTar.sealed(header)).tgz();
    assertThat(refusal(beyondLong).code()).isEqualTo("broken-archive");

    byte[] pax = RawTar.withManifest().pax("size", "9".repeat(18)).file("a", "").tgz();
    assertThat(refusal(pax).code()).isEqualTo(LIMIT_CODE);
  }

  @Test
  void theRatioBeyondTheFloor() throws IOException {
    byte[] tgz = RawTar.withManifest().file("zeros", new byte[100_000]).tgz();
    limits.ratioFloor = 512 + 512 + 512 + 100_352 + 1024;
    limits.ratio = 1;
    inspect(tgz);

    limits.ratioFloor--;
    assertThat(refusal(tgz).code()).isEqualTo("unsafe-archive");

    limits.ratio = 200;
    assertThat(100_000.0 / tgz.length).isGreaterThan(200);
    assertThat(refusal(tgz).getMessage()).contains("200 times");
  }

  @Test
  void theRatioIsThatOfTheWholeArchiveWhereverTheDensePartLies() throws IOException {
    byte[] noise = new byte[2000];
    new Random(1).nextBytes(noise);
    limits.ratioFloor = 1000;
    limits.ratio = 60;

    inspect(RawTar.withManifest().file("zeros", new byte[100_000]).file("noise", noise).tgz());
    inspect(RawTar.withManifest().file("noise", noise).file("zeros", new byte[100_000]).tgz());
  }

  @Test
  void theLengthOfAPath() throws IOException {
    String longest = ("d".repeat(100) + "/").repeat(10) + "x".repeat(1024 - 1010);
    inspect(RawTar.withManifest().pax("path", longest).file("x", "").tgz());

    assertThat(refusal(RawTar.withManifest().pax("path", longest + "x").file("x", "").tgz()).code())
        .isEqualTo("unsafe-archive");
  }

  @Test
  void theLengthOfAName() throws IOException {
    String longest = "ü".repeat(127) + "x";
    inspect(RawTar.withManifest().pax("path", longest).file("x", "").tgz());

    assertThat(refusal(RawTar.withManifest().pax("path", longest + "x").file("x", "").tgz()).code())
        .isEqualTo("unsafe-archive");
  }

  @Test
  void theDepthOfAPath() throws IOException {
    inspect(RawTar.withManifest().pax("path", "d/".repeat(63) + "x").file("x", "").tgz());

    assertThat(
            refusal(RawTar.withManifest().pax("path", "d/".repeat(64) + "x").file("x", "").tgz())
                .code())
        .isEqualTo("unsafe-archive");
  }

  @Test
  void theLengthOfAnExtendedHeader() throws IOException {
    int overhead = RawTar.record("comment", "x".repeat(60_000)).length - 60_000;
    String longest = "x".repeat(TarReader.MAX_EXTENSION_BYTES - overhead);
    inspect(RawTar.withManifest().pax("comment", longest).file("x", "").tgz());

    assertThat(
            refusal(RawTar.withManifest().pax("comment", longest + "x").file("x", "").tgz()).code())
        .isEqualTo("unsafe-archive");
  }

  @Test
  void theLengthOfAFieldOfTheGzipHeader() throws IOException {
    inspect(named(GzipMember.MAX_HEADER_FIELD_BYTES));

    assertThat(refusal(named(GzipMember.MAX_HEADER_FIELD_BYTES + 1)).code())
        .isEqualTo("broken-archive");
  }

  private static byte[] named(int length) {
    byte[] plain = RawTar.withManifest().tgz();
    plain[3] = 8;
    ByteArrayOutputStream named = new ByteArrayOutputStream();
    named.write(plain, 0, 10);
    named.writeBytes("n".repeat(length).getBytes(UTF_8));
    named.write(0);
    named.write(plain, 10, plain.length - 10);
    return named.toByteArray();
  }

  @Test
  void theLengthOfAManifest() throws IOException {
    limits.manifestBytes = RawTar.MANIFEST.length();
    inspect(RawTar.withManifest().tgz());

    limits.manifestBytes--;
    assertThat(refusal(RawTar.withManifest().tgz()).code()).isEqualTo("invalid-manifest");
  }

  @Test
  void aLongReadmeIsCutBetweenCharactersWithANote() throws IOException {
    limits.readmeBytes = 5;
    assertThat(inspect(RawTar.withManifest().file("README.md", "12345").tgz()).notes()).isEmpty();

    Inspection cut = inspect(RawTar.withManifest().file("README.md", "1234ü").tgz());
    assertThat(cut.readmeText()).isEqualTo("1234");
    assertThat(cut.notes())
        .containsExactly("Only the first 5 bytes of the read-me 'README.md' are shown.");
  }

  @Test
  void aLimitMustBePositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ArchiveLimits(1, 1, 0, 1, 1, 1, 1, 1, 1, 1))
        .withMessageContaining("maxEntries");
  }
}
