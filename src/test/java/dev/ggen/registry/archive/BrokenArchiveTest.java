package dev.ggen.registry.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that were cut off, damaged or never were any. */
class BrokenArchiveTest {
  private final ArchiveInspector inspector = new ArchiveInspector(ArchiveLimits.defaults());
  @TempDir private Path directory;

  private RegistryException.InvalidArchive refusal(byte[] bytes) throws IOException {
    Path archive = Files.write(directory.resolve("archive.tgz"), bytes);
    RegistryException.InvalidArchive fault =
        catchThrowableOfType(
            RegistryException.InvalidArchive.class, () -> inspector.inspect(archive));
    assertThat(fault).isNotNull();
    assertThat(fault.code()).isEqualTo("broken-archive");
    return fault;
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] whole = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, whole, a.length, b.length);
    return whole;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\u001f", "PK\3\4", "not an archive at all"})
  void whatIsNotGzipIsRefused(String content) throws IOException {
    refusal(content.getBytes(UTF_8));
  }

  @Test
  void everyCutOfAnArchiveIsRefused() throws IOException {
    byte[] whole = RawTar.withManifest().file("src/a.rs", "x".repeat(2000)).tgz();
    for (int length = 0; length < whole.length; length++) {
      refusal(Arrays.copyOf(whole, length));
    }
  }

  /** Some bits of a gzip file mean nothing; all others must be noticed. */
  @Test
  void aFlippedBitIsNoticedOrChangesNothing() throws IOException {
    byte[] content = new byte[600];
    new Random(1).nextBytes(content);
    byte[] whole = RawTar.withManifest().file("README", content).tgz();
    Path archive = Files.write(directory.resolve("archive.tgz"), whole);
    Inspection sound = inspector.inspect(archive);
    int noticed = 0;
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= (byte) (1 << (i % 8));
      Files.write(archive, damaged);
      try {
        assertThat(inspector.inspect(archive)).as("byte %d", i).isEqualTo(sound);
      } catch (RegistryException e) {
        noticed++;
      }
    }
    assertThat(noticed).isGreaterThan(whole.length * 7 / 8);
  }

  @Test
  void bytesBehindTheGzipMemberAreRefused() throws IOException {
    byte[] whole = RawTar.withManifest().tgz();

    assertThat(refusal(concat(whole, new byte[1])).getMessage()).contains("after the end");
    assertThat(refusal(concat(whole, new byte[70_000])).getMessage()).contains("after the end");
    assertThat(refusal(concat(whole, RawTar.gzip(new byte[512]))).getMessage())
        .contains("after the end");
  }

  @Test
  void gzipOfSomethingElseIsRefused() throws IOException {
    assertThat(refusal(RawTar.gzip("x".repeat(2000).getBytes(UTF_8))).getMessage())
        .contains("not a tar archive");
    refusal(RawTar.gzip(new byte[0]));
    refusal(RawTar.gzip(new byte[100]));
  }

  @Test
  void theEndOfATarArchiveMustBeThere() throws IOException {
    byte[] tar = RawTar.withManifest().unfinished();

    refusal(RawTar.gzip(tar));
    refusal(RawTar.gzip(Arrays.copyOf(tar, tar.length + 512)));
    refusal(RawTar.gzip(Arrays.copyOf(tar, tar.length + 1000)));
    assertThat(
            refusal(RawTar.gzip(concat(Arrays.copyOf(tar, tar.length + 1024), new byte[] {1})))
                .getMessage())
        .contains("after the end");
    assertThat(
            refusal(RawTar.gzip(concat(Arrays.copyOf(tar, tar.length + 1024), tar))).getMessage())
        .contains("after the end");
  }

  @Test
  void paddingBehindTheEndIsAccepted() throws IOException {
    byte[] tar = RawTar.withManifest().unfinished();
    Path archive =
        Files.write(
            directory.resolve("archive.tgz"), RawTar.gzip(Arrays.copyOf(tar, tar.length + 10_240)));

    assertThat(inspector.inspect(archive).files()).isEqualTo(1);
  }

  @Test
  void aHeaderWithAWrongChecksumIsRefused() throws IOException {
    byte[] tar = RawTar.withManifest().unfinished();
    tar[0] = 'q';

    refusal(RawTar.gzip(Arrays.copyOf(tar, tar.length + 1024)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000000000x\0", "-0000000001\0", "00000 00001\0", "99999999999\0"})
  void aLengthThatIsNoNumberIsRefused(String length) throws IOException {
    byte[] header = RawTar.header("a".getBytes(UTF_8), '0', 0);
    RawTar.put(header, 124, length);

    refusal(RawTar.withManifest().raw(RawTar.sealed(header)).tgz());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "path=a\n", // no length
        "8 path=a\n", // too short by one
        "11 path=a\n", // too long by one
        "99999999 path=a\n",
        "7 patha\n", // no equals sign
        "1x path=a\n",
        "-9 path=a\n",
        " path=a\n",
        "9 path=a", // no line feed
        "3 \n"
      })
  void aDamagedExtendedHeaderIsRefused(String records) throws IOException {
    refusal(RawTar.withManifest().extension('x', records.getBytes(UTF_8)).file("c", "").tgz());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "1.5", "", "9999999999999999999"})
  void aDamagedLengthInAnExtendedHeaderIsRefused(String size) throws IOException {
    refusal(RawTar.withManifest().pax("size", size).file("c", "").tgz());
  }

  @Test
  void gzipHeadersWithAllFieldsAreRead() throws IOException {
    byte[] plain = RawTar.withManifest().tgz();
    ByteArrayOutputStream full = new ByteArrayOutputStream();
    full.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0x1f, 1, 2, 3, 4, 2, 3});
    full.writeBytes(new byte[] {3, 0, 'a', 'b', 'c'});
    full.writeBytes("name.tar\0a comment\0".getBytes(UTF_8));
    full.writeBytes(new byte[] {0, 0});
    full.write(plain, 10, plain.length - 10);
    Path archive = Files.write(directory.resolve("archive.tgz"), full.toByteArray());

    assertThat(inspector.inspect(archive).files()).isEqualTo(1);
  }

  @Test
  void aGzipHeaderThatNamesAnotherMethodIsRefused() throws IOException {
    byte[] whole = RawTar.withManifest().tgz();
    whole[2] = 7;
    refusal(whole);
    whole[2] = 8;
    whole[3] = (byte) 0x80;
    refusal(whole);
  }
}
