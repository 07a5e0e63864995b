package dev.ggen.registry.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ggen.registry.port.RegistryException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveUnpackerTest {
  private final ArchiveUnpacker unpacker = new ArchiveUnpacker(ArchiveLimits.defaults());
  @TempDir private Path directory;

  private Path target() {
    return directory.resolve("into/target");
  }

  private void unpack(RawTar tar) throws IOException {
    unpacker.unpack(tar.writeTo(directory), target());
  }

  private void assertNothingBesides(Path... expected) throws IOException {
    try (Stream<Path> children = Files.list(target().getParent())) {
      assertThat(children).containsExactlyInAnyOrder(expected);
    }
  }

  @Test
  void filesAndDirectoriesAreUnpacked() throws IOException {
    unpack(RawTar.withManifest().directory("empty/").file("src/deep/a.rs", "fn a"));

    assertThat(target().resolve("src/deep/a.rs")).hasContent("fn a");
    assertThat(target().resolve("package.toml")).hasContent(RawTar.MANIFEST);
    assertThat(target().resolve("empty")).isEmptyDirectory();
    assertNothingBesides(target());
  }

  @Test
  void npmsPackageDirectoryIsLeftAway() throws IOException {
    unpack(
        new RawTar()
            .directory("package/")
            .file("package/package.toml", RawTar.MANIFEST)
            .file("package/package/inner", ""));

    assertThat(target().resolve("package.toml")).exists();
    assertThat(target().resolve("package/inner")).exists();
    assertNothingBesides(target());
  }

  @Test
  void aDirectoryNamedPackageBesideOtherFilesStays() throws IOException {
    unpack(RawTar.withManifest().file("package/a", ""));

    assertThat(target().resolve("package/a")).exists();
  }

  @Test
  void onlyTheExecutableBitOfAModeCounts() throws IOException {
    byte[] header = RawTar.header("tool".getBytes(java.nio.charset.StandardCharsets.UTF_8), '0', 0);
    RawTar.put(header, 100, "0004777\0");
    unpack(RawTar.withManifest().raw(RawTar.sealed(header)));

    assertThat(target().resolve("tool")).isExecutable();
    assertThat(Files.getAttribute(target().resolve("tool"), "unix:mode"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.INTEGER)
        .satisfies(mode -> assertThat(mode & 07000).isZero());
    assertThat(Files.isExecutable(target().resolve("package.toml"))).isFalse();
  }

  @Test
  void aTargetThatIsThereIsLeftAlone() throws IOException {
    Files.createDirectories(target());
    Files.writeString(target().resolve("mine"), "mine");

    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> unpack(RawTar.withManifest()));
    assertThat(target()).isDirectoryContaining("glob:**/mine");
    assertNothingBesides(target());
  }

  @Test
  void aDanglingLinkInPlaceOfTheTargetIsLeftAlone() throws IOException {
    Files.createDirectories(target().getParent());
    Files.createSymbolicLink(target(), Path.of("nowhere"));

    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> unpack(RawTar.withManifest()));
    assertNothingBesides(target());
  }

  @Test
  void anArchiveThatBreaksOffLeavesNothing() throws IOException {
    byte[] whole = RawTar.withManifest().file("a", new byte[100_000]).tgz();
    Path archive =
        Files.write(directory.resolve("cut.tgz"), Arrays.copyOf(whole, whole.length - 9));

    assertThatExceptionOfType(RegistryException.InvalidArchive.class)
        .isThrownBy(() -> unpacker.unpack(archive, target()));
    assertNothingBesides();
  }

  @Test
  void anArchiveWithoutManifestUnpacksToo() throws IOException {
    unpack(new RawTar().file("a", "b"));

    assertThat(target().resolve("a")).hasContent("b");
  }
}
