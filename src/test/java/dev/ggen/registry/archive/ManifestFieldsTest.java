package dev.ggen.registry.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ggen.registry.model.Manifest;
import dev.ggen.registry.port.Problem;
import dev.ggen.registry.port.RegistryException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which people write the fields of a manifest. */
class ManifestFieldsTest {
  private static ManifestReader.Reading reading(String file, String text) {
    SequencedMap<String, byte[]> files = new LinkedHashMap<>();
    files.put(file, text.getBytes(UTF_8));
    return ManifestReader.read(files);
  }

  /** A sound package.toml with more lines in [package], from line 4. */
  private static ManifestReader.Reading toml(String lines) {
    return reading("package.toml", RawTar.MANIFEST + lines);
  }

  private static Manifest manifest(String lines) {
    return toml(lines).manifest();
  }

  private static List<Problem> faults(String text) {
    RegistryException.InvalidArchive fault =
        catchThrowableOfType(
            RegistryException.InvalidArchive.class, () -> reading("package.toml", text));
    assertThat(fault).isNotNull();
    assertThat(fault.code()).isEqualTo("invalid-manifest");
    return fault.problems();
  }

  private static Problem fault(String lines) {
    List<Problem> faults = faults(RawTar.MANIFEST + lines);
    assertThat(faults).hasSize(1);
    return faults.getFirst();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tags = [\"one\", \"two\", \" one \", \"\"]",
        "tags = \"one, two,, one\"",
        "[package.tags]\ntags = [\"one\", \"two\"]"
      })
  void tagsAreAListOrTextWithCommasOrATable(String lines) {
    assertThat(manifest(lines).tags()).containsExactly("one", "two");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "author = \"Ada <ada@example.org>\"",
        "authors = [\"Ada <ada@example.org>\"]",
        "author = { name = \"Ada\", email = \"ada@example.org\" }",
        "[[package.authors]]\nname = \"Ada\"\nemail = \"ada@example.org\"",
        "author = \"Ada <ada@example.org>\"\ncontributors = [\"Ada <ada@example.org>\"]"
      })
  void authorsAreTextsOrTables(String lines) {
    assertThat(manifest(lines).authors()).containsExactly("Ada <ada@example.org>");
  }

  @Test
  void anAuthorMayHaveANameOnlyOrAnAddressOnly() {
    assertThat(manifest("authors = [{ name = \"Ada\" }, { email = \"b@example.org\" }]").authors())
        .containsExactly("Ada", "b@example.org");
  }

  @Test
  void licenseAndRepositoryMayBeTablesAsNpmsAre() {
    Manifest manifest =
        reading(
                "package.json",
                """
                {"name": "@a/b", "version": "1.0.0", "license": {"type": "MIT"}, "homepage": null,
                 "repository": {"type": "git", "url": "https://example.org/a"}}
                """)
            .manifest();

    assertThat(manifest.license()).isEqualTo("MIT");
    assertThat(manifest.repository()).isEqualTo("https://example.org/a");
    assertThat(manifest.homepage()).isNull();
  }

  @Test
  void aShortVersionIsFilledUpWithANote() {
    ManifestReader.Reading reading =
        reading("package.toml", "[package]\nname = \"a\"\nversion = \"1.2\"\n");

    assertThat(reading.manifest().version()).hasToString("1.2.0");
    assertThat(reading.notes())
        .containsExactly("package.toml:3:1: The version '1.2' is read as 1.2.0.");
  }

  @Test
  void aVersionWithoutQuotationMarksIsAFaultThatShowsTheRightForm() {
    assertThat(faults("[package]\nname = \"a\"\nversion = 1.2\n").getFirst().message())
        .isEqualTo(
            "'version' must be a text in quotation marks, but is the value 1.2; write \"1.2\".");
  }

  @Test
  void aWrongNameIsAFaultWithASuggestion() {
    List<Problem> faults = faults("[package]\nname = \"My Package\"\nversion = \"1.0.0\"\n");

    assertThat(faults).hasSize(1);
    assertThat(faults.getFirst().line()).isEqualTo(2);
    assertThat(faults.getFirst().message()).endsWith("for example 'my-package'.");
  }

  @Test
  void nameAndVersionMayBeNeitherMissingNorEmpty() {
    assertThat(faults("[package]\n"))
        .extracting(Problem::message)
        .containsExactly(
            "'name' is missing; write one such as \"my-package\".",
            "'version' is missing; write one such as \"1.0.0\".");
    assertThat(faults("[package]\nname = \" \"\nversion = \"\"\n"))
        .extracting(Problem::message)
        .allMatch(message -> message.contains("is empty"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "description = 1",
        "category = [\"a\"]",
        "tags = 1",
        "keywords = [true]",
        "authors = 1979-05-27",
        "license = false",
        "homepage = { url = \"a\" }",
        "repository = 1.5",
        "readme = 1",
        "dependencies = \"other\"",
        "category = \"two\\nlines\"",
        "category = \"\\u202Egpj\""
      })
  void aFieldOfTheWrongKindIsAFaultInItsLine(String line) {
    Problem fault = fault(line + "\n");

    assertThat(fault.file()).isEqualTo("package.toml");
    assertThat(fault.line()).isEqualTo(4);
    assertThat(fault.message()).contains("'" + line.substring(0, line.indexOf(' ')) + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dependencies = [\"other@^1.2\", \"@scope/free\"]",
        "dependencies = { other = \"^1.2\", \"@scope/free\" = \"*\" }",
        "[package.dependencies]\nother = { version = \"^1.2\" }\n\"@scope/free\" = \"\"",
        "[dependencies]\nother = \"^1.2\"\n\"@scope/free\" = \"*\"",
        "[dependencies]\nrequired = [\"other@^1.2\", \"@scope/free\"]"
      })
  void dependenciesAreAListOrATableHereOrAtTheTop(String lines) {
    Manifest manifest = manifest(lines);

    assertThat(manifest.dependencies().keySet())
        .extracting(name -> name.value())
        .containsExactly("other", "@scope/free");
    assertThat(manifest.dependencies().values())
        .extracting(Object::toString)
        .containsExactly("^1.2", "*");
  }

  @Test
  void whatIsNoDependencyIsPassedOverWithANote() {
    ManifestReader.Reading reading =
        toml(
            """
            [package.dependencies]
            "Not A Name" = "1"
            range = "one"
            number = 1
            extra = { version = "1", optional = true }
            local = { path = "../local" }
            """);

    assertThat(reading.manifest().dependencies()).isEmpty();
    assertThat(reading.notes())
        .hasSize(5)
        .allMatch(note -> note.contains("is passed over"))
        .anyMatch(note -> note.startsWith("package.toml:5:1: The dependency 'Not A Name'"));
  }

  @Test
  void cratesAtTheTopAreNoDependencies() {
    ManifestReader.Reading reading =
        toml(
            "[dependencies]\nserde = { version = \"1\", features = [\"derive\"] }\nrand = \"1\"\n");

    assertThat(reading.manifest().dependencies()).isEmpty();
    assertThat(reading.notes()).singleElement().asString().contains("lists crates");
  }

  @Test
  void aLineHasAtMostAThousandCharacters() {
    String longest = "x".repeat(ManifestFields.MAX_LINE_CHARACTERS);
    assertThat(manifest("category = \"%s\"".formatted(longest)).category()).isEqualTo(longest);

    assertThat(fault("category = \"%sx\"".formatted(longest)).message()).contains("1000", "1001");
  }

  private static String numbered(int count) {
    return IntStream.range(0, count)
        .mapToObj("\"n%d\""::formatted)
        .collect(Collectors.joining(",", "[", "]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tags", "keywords", "authors"})
  void aListHasAtMostTwoHundredItems(String key) {
    manifest(key + " = " + numbered(ManifestFields.MAX_ITEMS));

    assertThat(fault(key + " = " + numbered(ManifestFields.MAX_ITEMS + 1)).message())
        .contains("200", "201");
  }

  @Test
  void aPackageHasAtMostAThousandDependencies() {
    int most = ManifestDependencies.MAX_DEPENDENCIES;
    assertThat(manifest("dependencies = " + numbered(most)).dependencies()).hasSize(most);

    assertThat(fault("dependencies = " + numbered(most + 1)).message()).contains("1000");
  }
}
