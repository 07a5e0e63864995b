package dev.ggen.registry.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.ggen.registry.port.Problem;
import dev.ggen.registry.port.RegistryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sound archive tells. */
class ArchiveInspectorTest {
  private final ArchiveInspector inspector = new ArchiveInspector(ArchiveLimits.defaults());
  @TempDir private Path directory;

  private Inspection inspect(RawTar tar) throws IOException {
    return inspector.inspect(tar.writeTo(directory));
  }

  private List<Problem> problemsOf(RawTar tar, String code) throws IOException {
    RegistryException.InvalidArchive fault =
        Assertions.catchThrowableOfType(RegistryException.InvalidArchive.class, () -> inspect(tar));
    assertThat(fault.code()).isEqualTo(code);
    return fault.problems();
  }

  @Test
  void anArchiveTellsManifestFilesAndLength() throws IOException {
    Inspection found = inspect(RawTar.withManifest().directory("src/").file("src/a.rs", "fn a"));

    assertThat(found.manifest().name()).hasToString("sample");
    assertThat(found.manifest().version()).hasToString("1.0.0");
    assertThat(found.manifestFile()).isEqualTo("package.toml");
    assertThat(found.files()).isEqualTo(2);
    assertThat(found.unpackedBytes()).isEqualTo(RawTar.MANIFEST.length() + 4);
    assertThat(found.readmeText()).isNull();
    assertThat(found.notes()).isEmpty();
  }

  @Test
  void aPackageMayLieInNpmsPackageDirectory() throws IOException {
    Inspection found =
        inspect(
            new RawTar()
                .directory("package/")
                .file("package/README.md", "# Sample")
                .file("package/package.toml", RawTar.MANIFEST));

    assertThat(found.manifest().name()).hasToString("sample");
    assertThat(found.manifest().readme()).isEqualTo("README.md");
    assertThat(found.readmeText()).isEqualTo("# Sample");
  }

  @Test
  void aDirectoryNamedPackageBesideOtherFilesIsNotTheRoot() throws IOException {
    List<Problem> problems =
        problemsOf(
            new RawTar().file("package/package.toml", RawTar.MANIFEST).file("other", ""),
            "no-manifest");

    assertThat(problems.getFirst().message()).contains("package/package.toml");
  }

  @Test
  void aMissingManifestIsToldWithWhereManifestsLie() throws IOException {
    List<Problem> problems =
        problemsOf(
            new RawTar()
                .file("package/a/package.toml", RawTar.MANIFEST)
                .file("package/b/c/pack.toml", "[pack]"),
            "no-manifest");

    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().message())
        .contains("package.toml, pack.toml, ggen.toml, package.json")
        .contains("a/package.toml, b/c/pack.toml");
  }

  @Test
  void anArchiveWithoutFilesHasNoManifest() throws IOException {
    assertThat(problemsOf(new RawTar().directory("src/"), "no-manifest").getFirst().message())
        .contains("no files");
  }

  @Test
  void namesMayBeginWithADotAndASlash() throws IOException {
    Inspection found =
        inspect(new RawTar().directory("./").file("./package.toml", RawTar.MANIFEST));

    assertThat(found.files()).isEqualTo(1);
  }

  @Test
  void aReadmeIsFoundWhateverItsCase() throws IOException {
    Inspection found = inspect(RawTar.withManifest().file("ReadMe.MD", "hello"));

    assertThat(found.manifest().readme()).isEqualTo("ReadMe.MD");
    assertThat(found.readmeText()).isEqualTo("hello");
  }

  @Test
  void theReadmeThatTheManifestNamesIsTakenWhereverItLies() throws IOException {
    Inspection found =
        inspect(
            new RawTar()
                .file("README.md", "usual")
                .file("docs/guide.md", "named")
                .file("package.toml", RawTar.MANIFEST + "readme = \"./docs/guide.md\"\n"));

    assertThat(found.manifest().readme()).isEqualTo("docs/guide.md");
    assertThat(found.readmeText()).isEqualTo("named");
  }

  @Test
  void aNamedReadmeThatIsMissingIsNotedAndTheUsualOneTaken() throws IOException {
    Inspection found =
        inspect(
            new RawTar()
                .file("README.md", "usual")
                .file("package.toml", RawTar.MANIFEST + "readme = \"guide.md\"\n"));

    assertThat(found.readmeText()).isEqualTo("usual");
    assertThat(found.notes())
        .containsExactly("The read-me 'guide.md' that the manifest names is not in the package.");
  }

  @Test
  void aNamedReadmeInNpmsPackageDirectoryIsFound() throws IOException {
    Inspection found =
        inspect(
            new RawTar()
                .file("package/docs/guide.md", "named")
                .file("package/package.toml", RawTar.MANIFEST + "readme = \"docs/guide.md\"\n"));

    assertThat(found.readmeText()).isEqualTo("named");
  }

  @Test
  void aByteOrderMarkIsNoPartOfAReadme() throws IOException {
    assertThat(inspect(RawTar.withManifest().file("README.md", "\uFEFFhi")).readmeText())
        .isEqualTo("hi");
  }

  @Test
  void namesThatWindowsCannotHaveAreNoted() throws IOException {
    Inspection found =
        inspect(
            RawTar.withManifest()
                .file("src/aux.rs", "")
                .file("what?.md", "")
                .file("dot.", "")
                .file("fine.md", ""));

    assertThat(found.notes())
        .containsExactly(
            "The package can't be unpacked on Windows because of: src/aux.rs, what?.md, dot..");
  }

  @Test
  void anArchiveOfCommonsCompressIsRead() throws IOException {
    for (int mode :
        List.of(TarArchiveOutputStream.LONGFILE_POSIX, TarArchiveOutputStream.LONGFILE_GNU)) {
      Path archive = directory.resolve("archive.tgz");
      String longName = "src/" + "n".repeat(120) + "ü.txt";
      try (TarArchiveOutputStream tar =
          new TarArchiveOutputStream(
              new GzipCompressorOutputStream(Files.newOutputStream(archive)), "UTF-8")) {
        tar.setLongFileMode(mode);
        put(tar, longName, "content");
        put(tar, "package.toml", RawTar.MANIFEST);
      }

      assertThat(inspector.inspect(archive).files()).isEqualTo(2);
    }
  }

  private static void put(TarArchiveOutputStream tar, String name, String content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length());
    tar.putArchiveEntry(entry);
    tar.write(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    tar.closeArchiveEntry();
  }

  @Test
  void aPathMayBeSplitInPrefixAndName() throws IOException {
    byte[] header =
        RawTar.header("name.txt".getBytes(java.nio.charset.StandardCharsets.UTF_8), '0', 0);
    RawTar.put(header, 345, "some/prefix");
    Inspection found =
        inspect(RawTar.withManifest().raw(RawTar.sealed(header)).file("some/prefix/other.txt", ""));

    assertThat(found.files()).isEqualTo(3);
    assertThat(
            problemsOf(
                RawTar.withManifest().raw(RawTar.sealed(header)).file("some/prefix/name.txt", ""),
                "unsafe-archive"))
        .hasSize(1);
  }

  @Test
  void commentsOfGitForTheWholeArchiveArePassedOver() throws IOException {
    assertThat(
            inspect(
                    new RawTar()
                        .extension('g', RawTar.record("comment", "0123456789abcdef"))
                        .file("package.toml", RawTar.MANIFEST))
                .files())
        .isEqualTo(1);
  }

  @Test
  void aMissingFileIsAFaultOfTheDisk() {
    assertThatIOException().isThrownBy(() -> inspector.inspect(directory.resolve("none.tgz")));
  }
}
