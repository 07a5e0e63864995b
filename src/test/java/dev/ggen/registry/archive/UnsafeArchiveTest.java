package dev.ggen.registry.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ggen.registry.port.RegistryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that could do harm. Each is refused by the inspector and leaves nothing unpacked. */
class UnsafeArchiveTest {
  private static final ArchiveLimits LIMITS = ArchiveLimits.defaults();
  @TempDir private Path directory;

  /** Inspects and unpacks; both must refuse in the same words, and nothing may be written. */
  private RegistryException.InvalidArchive refusal(RawTar tar) throws IOException {
    Path archive = tar.writeTo(directory);
    Path target = directory.resolve("deep/er/target");
    RegistryException.InvalidArchive inspected =
        catchThrowableOfType(
            RegistryException.InvalidArchive.class,
            () -> new ArchiveInspector(LIMITS).inspect(archive));
    RegistryException.InvalidArchive unpacked =
        catchThrowableOfType(
            RegistryException.InvalidArchive.class,
            () -> new ArchiveUnpacker(LIMITS).unpack(archive, target));
    assertThat(inspected).isNotNull();
    assertThat(unpacked).isNotNull();
    assertThat(unpacked.problems()).isEqualTo(inspected.problems());
    try (Stream<Path> tree = Files.walk(directory)) {
      assertThat(tree.filter(Files::isRegularFile)).containsExactly(archive);
    }
    assertThat(target.getParent()).isEmptyDirectory();
    return inspected;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil",
        "..",
        "a/../../evil",
        "a/..",
        "/etc/passwd",
        "//host/share",
        "C:/evil",
        "c:evil",
        "a\\b",
        "..\\evil",
        "a//b",
        "a/./b",
        "a\nb",
        "a\tb",
        "\u001b[31m",
        "a\u007fb",
        "\u202Egpj.exe",
        "\u2028",
        "\u0085"
      })
  void aPathThatIsNotPlainlyInsideIsRefused(String path) throws IOException {
    assertThat(refusal(RawTar.withManifest().file(path, "evil")).code())
        .isEqualTo("unsafe-archive");
    assertThat(refusal(RawTar.withManifest().pax("path", path).file("x", "evil")).code())
        .isEqualTo("unsafe-archive");
    assertThat(
            refusal(
                    RawTar.withManifest()
                        .extension('L', (path + "\0").getBytes(UTF_8))
                        .file("x", "evil"))
                .code())
        .isEqualTo("unsafe-archive");
    assertThat(refusal(RawTar.withManifest().directory(path)).code()).isEqualTo("unsafe-archive");
  }

  @Test
  void aZeroInsideAPathIsRefused() throws IOException {
    assertThat(refusal(RawTar.withManifest().pax("path", "a\0b").file("x", "")).code())
        .isEqualTo("unsafe-archive");
    assertThat(
            refusal(RawTar.withManifest().extension('L', "a\0b\0".getBytes(UTF_8)).file("x", ""))
                .code())
        .isEqualTo("unsafe-archive");
  }

  @Test
  void aNameThatIsNotUtf8IsRefused() throws IOException {
    byte[] latin = "caf\u00e9".getBytes(ISO_8859_1);

    assertThat(refusal(RawTar.withManifest().entry(latin, '0', new byte[0])).getMessage())
        .contains("not UTF-8");
  }

  @Test
  void anEmptyNameIsRefused() throws IOException {
    assertThat(refusal(RawTar.withManifest().file("", "")).code()).isEqualTo("unsafe-archive");
  }

  @ParameterizedTest
  @CsvSource({
    "1,hard link",
    "2,symbolic link",
    "3,device",
    "4,device",
    "6,named pipe",
    "7,kind",
    "S,sparse",
    "K,symbolic link",
    "A,kind",
    "V,kind",
    "M,kind",
    "D,kind",
    "N,kind",
    "X,kind"
  })
  void whatIsNeitherFileNorDirectoryIsRefused(char type, String word) throws IOException {
    RegistryException.InvalidArchive fault = refusal(RawTar.withManifest().entry("thing", type));

    assertThat(fault.code()).isEqualTo("unsafe-archive");
    assertThat(fault.getMessage()).contains("thing").contains(word);
  }

  @Test
  void aSparseFileOfPaxIsRefused() throws IOException {
    assertThat(
            refusal(RawTar.withManifest().pax("GNU.sparse.major", "1").file("x", "")).getMessage())
        .contains("sparse");
  }

  static Stream<Arguments> collisions() {
    return Stream.of(
        Arguments.of("a.md", "a.md"),
        Arguments.of("a.md", "A.md"),
        Arguments.of("stra\u00dfe", "STRASSE"),
        Arguments.of("\u03c3", "\u03c2"),
        Arguments.of("caf\u00e9", "cafe\u0301"),
        Arguments.of("\u00c9", "e\u0301"),
        Arguments.of("name", "name."),
        Arguments.of("name", "name "),
        Arguments.of("src/a", "SRC/b"),
        Arguments.of("src/a/b", "src/A/c"),
        Arguments.of("file", "file/below"),
        Arguments.of("file/below", "file"),
        Arguments.of("file", "FILE/below"));
  }

  @ParameterizedTest
  @MethodSource("collisions")
  void pathsThatAreOneOnSomeSystemAreRefused(String first, String second) throws IOException {
    RegistryException.InvalidArchive fault =
        refusal(RawTar.withManifest().file(first, "1").file(second, "2"));

    assertThat(fault.code()).isEqualTo("unsafe-archive");
    assertThat(fault.problems().getFirst().file()).isEqualTo(second);
  }

  @Test
  void aDirectoryMayStandBehindWhatIsInItButNotTwice() throws IOException {
    RawTar once = RawTar.withManifest().file("src/a", "").directory("src/");
    new ArchiveInspector(LIMITS).inspect(once.writeTo(directory));

    assertThat(refusal(once.directory("src")).getMessage()).contains("twice");
  }

  @Test
  void aDirectoryWithContentIsRefused() throws IOException {
    assertThat(
            refusal(
                    RawTar.withManifest()
                        .entry("src/".getBytes(UTF_8), '5', "hidden".getBytes(UTF_8)))
                .getMessage())
        .contains("has content");
  }

  @Test
  void whatTwoProgramsCouldReadInTwoWaysIsRefused() throws IOException {
    List<RawTar> archives =
        List.of(
            RawTar.withManifest().pax("path", "a").pax("path", "b").file("c", ""),
            RawTar.withManifest()
                .extension('L', "a\0".getBytes(UTF_8))
                .pax("path", "b")
                .file("c", ""),
            RawTar.withManifest()
                .extension('x', concat(RawTar.record("path", "a"), RawTar.record("path", "b")))
                .file("c", ""),
            RawTar.withManifest().pax("comment", "a").pax("comment", "b").file("c", ""),
            RawTar.withManifest().pax("hdrcharset", "BINARY").file("c", ""),
            RawTar.withManifest().extension('g', RawTar.record("path", "a")).file("c", ""),
            RawTar.withManifest().extension('g', RawTar.record("size", "1")).file("c", ""),
            RawTar.withManifest().pax("path", "a"));

    for (RawTar archive : archives) {
      assertThat(refusal(archive).code()).isEqualTo("unsafe-archive");
    }
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] whole = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, whole, a.length, b.length);
    return whole;
  }

  @Test
  void aHostileNameIsShownWithoutItsControlCharactersAndCutOff() throws IOException {
    RegistryException.InvalidArchive fault =
        refusal(
            RawTar.withManifest()
                .pax("path", "\u001b]0;title\u0007" + "x".repeat(3000))
                .file("x", ""));

    assertThat(fault.getMessage()).doesNotContain("\u001b", "\u0007").hasSizeLessThan(400);
  }
}
