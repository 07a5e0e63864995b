package dev.ggen.registry.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ggen.registry.port.RegistryException;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** Dependencies in the forms that real manifests have. */
class ManifestDependenciesTest {
  private static final String NAMED = "[package]\nname = \"sample\"\nversion = \"1.0.0\"\n";

  private static ManifestReader.Reading read(String file, String content) {
    SequencedMap<String, byte[]> files = new LinkedHashMap<>();
    files.put(file, content.getBytes(UTF_8));
    return ManifestReader.read(files);
  }

  private static ManifestReader.Reading toml(String lines) {
    return read("package.toml", NAMED + lines);
  }

  private static String found(String lines) {
    ManifestReader.Reading reading = toml(lines);
    assertThat(reading.notes()).isEmpty();
    return reading.manifest().dependencies().toString();
  }

  @Test
  void aListNamesPackagesWithOrWithoutARange() {
    assertThat(found("dependencies = [\"a\", \"b@^1.2\", \"@s/c\", \"@s/d@1.x\"]\n"))
        .isEqualTo("{a=*, b=^1.2, @s/c=*, @s/d=1.x}");
  }

  @Test
  void aTableGivesRanges() {
    assertThat(found("[package.dependencies]\na = \"^1.2\"\nb = { version = \">=1 <3\" }\n"))
        .isEqualTo("{a=^1.2, b=>=1 <3}");
    assertThat(found("[dependencies]\na = \"^1.2\"\n\"@s/b\" = \"\"\n"))
        .isEqualTo("{a=^1.2, @s/b=*}");
  }

  @Test
  void aTableMayListWhatIsRequired() {
    assertThat(found("[dependencies]\nrequired = [\"a\", \"b@1\"]\n")).isEqualTo("{a=*, b=1}");
  }

  @Test
  void thePackagesOwnTableWinsOverTheOneAtTheTop() {
    assertThat(
            found(
                "dependencies = { a = \"1\", b = \"1\" }\n[dependencies]\na = \"2\"\nc = \"2\"\n"))
        .isEqualTo("{a=1, b=1, c=2}");
  }

  @Test
  void theTablesOfOtherManifestsAreRead() {
    assertThat(
            read(
                    "pack.toml",
                    "[pack]\nname = \"p\"\nversion = \"1.0.0\"\n[pack.dependencies]\na = \"1\"\n")
                .manifest()
                .dependencies())
        .hasToString("{a=1}");
    assertThat(
            read(
                    "ggen.toml",
                    "[project]\nname = \"p\"\nversion = \"1.0.0\"\n[dependencies]\na = \"1\"\n")
                .manifest()
                .dependencies())
        .hasToString("{a=1}");
  }

  @Test
  void filesAndDirectoriesArePassedOverWithANote() {
    ManifestReader.Reading reading =
        toml("[dependencies]\nrdf_ontology = \"ontology/core.ttl\"\nrust_impl = \"src/rust/\"\n");

    assertThat(reading.manifest().dependencies()).isEmpty();
    assertThat(reading.notes())
        .containsExactly(
            "package.toml:5:1: The dependency 'rdf_ontology' is passed over: 'ontology/core.ttl' is"
                + " not a version range.",
            "package.toml:6:1: The dependency 'rust_impl' is passed over: 'src/rust/' is not a"
                + " version range.");
  }

  @Test
  void whatIsNoNameIsPassedOverWithANote() {
    assertThat(toml("dependencies = [\"serde = \\\"1.0\\\"\", 3]\n").notes())
        .containsExactly(
            "package.toml:4:17: The dependency 'serde = \"1.0\"' is passed over: its name is not"
                + " that of a package.",
            "package.toml:4:36: The dependency 'the value 3' is passed over: it is not the name of"
                + " a package.");
  }

  @Test
  void optionalOnesArePassedOverWithANote() {
    ManifestReader.Reading reading =
        toml("[dependencies]\na = { version = \"1\", optional = true }\noptional = [\"b\"]\n");

    assertThat(reading.manifest().dependencies()).isEmpty();
    assertThat(reading.notes()).hasSize(2);
  }

  @Test
  void tablesPerLanguageArePassedOverWithANote() {
    ManifestReader.Reading reading = toml("[dependencies.rust]\nserde = \"1\"\n");

    assertThat(reading.manifest().dependencies()).isEmpty();
    assertThat(reading.notes())
        .containsExactly(
            "package.toml:4:1: The dependency 'rust' is passed over: it is a table without a"
                + " version range.");
  }

  @Test
  void cratesArePassedOverTogether() {
    ManifestReader.Reading reading =
        toml(
            """
            [dependencies]
            clap-noun-verb = "3.4.0"
            serde = { version = "1", features = ["derive"] }
            """);

    assertThat(reading.manifest().dependencies()).isEmpty();
    assertThat(reading.notes()).hasSize(1);
    assertThat(reading.notes().getFirst()).contains("lists crates");
  }

  @Test
  void developmentDependenciesAreNoneOfOurs() {
    assertThat(found("[dev-dependencies]\na = \"1\"\n")).isEqualTo("{}");
  }

  @Test
  void whatNpmFetchesFromElsewhereIsPassedOverWithANote() {
    ManifestReader.Reading reading =
        read(
            "package.json",
            """
            {"name": "a", "version": "1.0.0", "private": true, "dependencies": {
              "b": "^1", "c": "workspace:*", "d": "git+https://example.org/d.git", "e": "latest",
              "UPPER": "1"}}
            """);

    assertThat(reading.manifest().dependencies()).hasToString("{b=^1}");
    assertThat(reading.notes()).hasSize(5);
    assertThat(reading.notes().getFirst()).contains("'private'");
  }

  @Test
  void aTextInPlaceOfTheListIsAFault() {
    assertThatExceptionOfType(RegistryException.InvalidArchive.class)
        .isThrownBy(() -> toml("dependencies = \"a\"\n"))
        .withMessageContaining("package.toml:4:1: 'dependencies' must be a table");
  }

  @Test
  void notesAreNotEndless() {
    StringBuilder table = new StringBuilder("[dependencies]\n");
    for (int i = 0; i < ManifestFaults.MAX_TOLD + 5; i++) {
      table.append("d").append(i).append(" = \"a/b\"\n");
    }

    assertThat(toml(table.toString()).notes()).hasSize(ManifestFaults.MAX_TOLD + 1);
  }
}
