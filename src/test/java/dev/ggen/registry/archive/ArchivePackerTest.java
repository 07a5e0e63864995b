package dev.ggen.registry.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.ggen.registry.port.RegistryException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchivePackerTest {
  private final ArchivePacker packer = new ArchivePacker(ArchiveLimits.defaults());
  @TempDir private Path directory;

  private static void write(Path directory, String path, String content) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private void manifest() throws IOException {
    write(directory, "package.toml", RawTar.MANIFEST);
  }

  private PackReport pack() throws IOException {
    return packer.pack(directory, new ByteArrayOutputStream());
  }

  private byte[] bytesOf(Path packed) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    packer.pack(packed, out);
    return out.toByteArray();
  }

  private static List<TarArchiveEntry> entriesOf(byte[] tgz) throws IOException {
    List<TarArchiveEntry> entries = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(tgz)), "UTF-8")) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        entries.add(entry);
      }
    }
    return entries;
  }

  @Test
  void theReportTellsWhatWasPacked() throws IOException {
    manifest();
    write(directory, "src/a.rs", "fn a");

    PackReport report = pack();

    assertThat(report.manifest().name()).hasToString("sample");
    assertThat(report.manifestFile()).isEqualTo("package.toml");
    assertThat(report.files()).containsExactly("package.toml", "src/a.rs");
    assertThat(report.unpackedBytes()).isEqualTo(RawTar.MANIFEST.length() + 4);
    assertThat(report.ignored()).isEmpty();
    assertThat(report.links()).isEmpty();
    assertThat(report.notes()).isEmpty();
  }

  @Test
  void entriesHaveNpmsPrefixAndNeitherTimesNorOwners() throws IOException {
    manifest();
    write(directory, "run.sh", "#!/bin/sh");
    Files.setPosixFilePermissions(
        directory.resolve("run.sh"), PosixFilePermissions.fromString("rwx------"));

    List<TarArchiveEntry> entries = entriesOf(bytesOf(directory));

    assertThat(entries)
        .extracting(TarArchiveEntry::getName)
        .containsExactly("package/package.toml", "package/run.sh");
    assertThat(entries).extracting(entry -> entry.getMode() & 0777).containsExactly(0644, 0755);
    assertThat(entries)
        .allSatisfy(entry -> {
          assertThat(entry.getLastModifiedTime().toMillis()).isZero();
          assertThat(entry.getLongUserId()).isZero();
          assertThat(entry.getLongGroupId()).isZero();
          assertThat(entry.getUserName()).isEmpty();
        });
  }

  @Test
  void entriesAreInTheOrderOfTheirUtf8Bytes() throws IOException {
    List<String> names =
        List.of("Z", "a-b", "a/c", "ab", "package.toml", "\u00e9", "\uff5e", "\ud83d\ude00");
    manifest();
    for (String name : names) {
      write(directory, name, name.equals("package.toml") ? RawTar.MANIFEST : name);
    }

    assertThat(pack().files()).containsExactlyElementsOf(names);
    assertThat(new ArrayList<>(names).reversed().stream().sorted(DirectoryScan.BY_CODE_POINT))
        .containsExactlyElementsOf(names);
  }

  /** Changing these bytes changes the digest of what everybody packs from now on. */
  @Test
  void theBytesOfAnArchiveAreThoseOfTheFirstRelease() throws Exception {
    manifest();
    write(directory, "src/" + "long".repeat(30) + ".txt", "lorem ipsum ".repeat(5000));
    write(directory, "\u00fc.md", "");
    write(directory, "tool", "#!");
    Files.setPosixFilePermissions(
        directory.resolve("tool"), PosixFilePermissions.fromString("rwxrwxrwx"));

    byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(bytesOf(directory));

    assertThat(HexFormat.of().formatHex(sha256))
        .isEqualTo("7cdfd7384bebc764cd829f722785eb7d4df99621ae870da5d821c990347b57c0");
  }

  @Test
  void timesOrderOfCreationAndFileSystemDoNotMatter() throws IOException {
    List<String> names = new ArrayList<>(List.of("a", "b/c", "b/d", "\u00e9/f", "package.toml"));
    for (String name : names) {
      write(directory, name, name.equals("package.toml") ? RawTar.MANIFEST : name);
    }
    Collections.reverse(names);
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
      Path other = memory.getPath("/other");
      for (String name : names) {
        write(other, name, name.equals("package.toml") ? RawTar.MANIFEST : name);
        Files.setLastModifiedTime(other.resolve(name), FileTime.fromMillis(1_000_000));
      }

      assertThat(bytesOf(other)).isEqualTo(bytesOf(directory));
    }
  }

  @Test
  void whatIsPackedCanBePackedAgainToTheSameBytes() throws IOException {
    manifest();
    write(directory, ".gitignore", "*.log\n");
    write(directory, "a.log", "");
    byte[] once = bytesOf(directory);
    Path archive = Files.write(directory.resolve("a.log"), once);
    Path unpacked = directory.resolve("unpacked");
    new ArchiveUnpacker(ArchiveLimits.defaults()).unpack(archive, unpacked);

    assertThat(bytesOf(unpacked)).isEqualTo(once);
  }

  @Test
  void linksAreToldAndNeverFollowed(@TempDir Path outside) throws IOException {
    manifest();
    write(outside, "secret", "secret");
    Files.createSymbolicLink(directory.resolve("file"), outside.resolve("secret"));
    Files.createSymbolicLink(directory.resolve("tree"), outside);
    Files.createSymbolicLink(directory.resolve("nowhere"), Path.of("missing"));
    Files.createSymbolicLink(directory.resolve(".gitignore"), outside.resolve("secret"));

    PackReport report = pack();

    assertThat(report.files()).containsExactly("package.toml");
    assertThat(report.links()).containsExactly(".gitignore", "file", "nowhere", "tree");
  }

  @Test
  void socketsAreToldAndNotPacked() throws IOException {
    manifest();
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(directory.resolve("socket")));

      assertThat(pack().specialFiles()).containsExactly("socket");
    }
  }

  @Test
  void emptyDirectoriesAreTold() throws IOException {
    manifest();
    Files.createDirectories(directory.resolve("a/empty"));

    assertThat(pack().emptyDirectories()).containsExactly("a/empty/");
  }

  @Test
  void everythingThatCannotBeReadIsToldAtOnce() throws IOException {
    manifest();
    write(directory, "a", "");
    write(directory, "b/c", "");
    write(directory, "d", "");
    DirectoryScan scan =
        new DirectoryScan(
            ArchiveLimits.defaults(), path -> !path.endsWith("a") && !path.endsWith("b"));

    assertThatIOException()
        .isThrownBy(() -> scan.of(directory))
        .withMessage("These can't be read: a, b/. Allow it or list them in .ggenignore.");
  }

  @Test
  void aDirectoryWithoutManifestIsRefused() throws IOException {
    write(directory, "README.md", "");
    write(directory, "sub/package.toml", RawTar.MANIFEST);

    RegistryException.InvalidArchive fault =
        catchThrowableOfType(RegistryException.InvalidArchive.class, this::pack);

    assertThat(fault.code()).isEqualTo("no-manifest");
    assertThat(fault.getMessage()).contains("in subdirectories: sub/package.toml");
  }

  @Test
  void anEmptyDirectoryIsRefused() {
    assertThatExceptionOfType(RegistryException.InvalidArchive.class)
        .isThrownBy(this::pack)
        .withMessage("There are no files in the package.");
  }

  @Test
  void aManifestThatIsIgnoredIsTold() throws IOException {
    manifest();
    write(directory, "other", "");
    write(directory, ".gitignore", "*.toml\n");

    assertThatExceptionOfType(RegistryException.InvalidArchive.class)
        .isThrownBy(this::pack)
        .withMessageContaining("write '!package.toml' in .ggenignore");

    write(directory, ".ggenignore", "!package.toml\n");
    assertThat(pack().files()).contains("package.toml");
  }

  @Test
  void aBrokenManifestIsRefusedBeforeAnythingIsWritten() throws IOException {
    write(directory, "package.toml", "[package]\nname = \"No Good\"\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    RegistryException.InvalidArchive fault =
        catchThrowableOfType(
            RegistryException.InvalidArchive.class, () -> packer.pack(directory, out));

    assertThat(fault.code()).isEqualTo("invalid-manifest");
    assertThat(fault.problems()).hasSize(2);
    assertThat(out.size()).isZero();
  }

  @Test
  void aFileInPlaceOfADirectoryIsRefused() throws IOException {
    manifest();

    assertThatExceptionOfType(NotDirectoryException.class)
        .isThrownBy(
            () -> packer.pack(directory.resolve("package.toml"), new ByteArrayOutputStream()));
  }

  @Test
  void namesThatCollideElsewhereAreRefused() throws IOException {
    manifest();
    write(directory, "readme.md", "");
    write(directory, "README.md", "");

    assertThat(catchThrowableOfType(RegistryException.InvalidArchive.class, this::pack).code())
        .isEqualTo("unsafe-archive");
  }

  @Test
  void aDecomposedNameIsPackedComposedWithANote() throws IOException {
    manifest();
    write(directory, "cafe\u0301/a.md", "");

    PackReport report = pack();

    assertThat(report.files()).containsExactly("caf\u00e9/a.md", "package.toml").isNotEmpty();
    assertThat(report.notes()).hasSize(1);
  }

  @Test
  void aNameInBothUnicodeFormsIsRefused() throws IOException {
    manifest();
    write(directory, "cafe\u0301", "");
    write(directory, "caf\u00e9", "");

    assertThat(catchThrowableOfType(RegistryException.InvalidArchive.class, this::pack).code())
        .isEqualTo("unsafe-archive");
  }

  @Test
  void aNameThatIsNotUtf8IsRefusedWithWhatToDo() throws IOException {
    manifest();
    write(directory, "caf\uFFFD", "");

    assertThat(catchThrowableOfType(RegistryException.InvalidArchive.class, this::pack))
        .hasMessageContaining("LC_ALL=C.UTF-8");
  }

  @Test
  void contentAsDenseAsABombIsRefused() throws IOException {
    manifest();
    Files.write(directory.resolve("zeros"), new byte[17 << 20]);

    assertThat(catchThrowableOfType(RegistryException.InvalidArchive.class, this::pack))
        .hasMessageContaining("200 times");
  }

  @Test
  void aFileLargerThanTheLimitIsRefusedBeforeAnythingIsWritten() throws IOException {
    manifest();
    Files.write(directory.resolve("large"), new byte[101]);
    ArchivePacker small =
        new ArchivePacker(new ArchiveLimits(1000, 10_000, 10, 100, 200, 10_000, 100, 10, 100, 10));
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThatExceptionOfType(RegistryException.TooLarge.class)
        .isThrownBy(() -> small.pack(directory, out))
        .withMessageContaining("'large'");
    assertThat(out.size()).isZero();
  }

  @Test
  void aFileThatChangesWhileItIsPackedIsAFault() {
    TarWriter tar = new TarWriter(new ByteArrayOutputStream());
    ArchiveEntry entry = new ArchiveEntry("a", false, false, 3);

    assertThatIOException()
        .isThrownBy(() -> tar.write(entry, new ByteArrayInputStream("12".getBytes(UTF_8))))
        .withMessageContaining("shorter");
    assertThatIOException()
        .isThrownBy(() -> tar.write(entry, new ByteArrayInputStream("1234".getBytes(UTF_8))))
        .withMessageContaining("longer");
  }
}
