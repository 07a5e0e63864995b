package dev.ggen.registry.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ggen.registry.port.Problem;
import dev.ggen.registry.port.RegistryException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** Which file is the manifest, and what is said of one that can't be read. */
class ManifestReaderTest {
  private static final String TOML = "[%s]\nname = \"%s\"\nversion = \"1.0.0\"\n";
  private static final String JSON = "{\"name\": \"of-json\", \"version\": \"1.0.0\"}";

  private final SequencedMap<String, byte[]> files = new LinkedHashMap<>();

  private ManifestReaderTest with(String file, String text) {
    files.put(file, text.getBytes(UTF_8));
    return this;
  }

  private ManifestReader.Reading read() {
    return ManifestReader.read(files);
  }

  private List<Problem> refusal(String code) {
    RegistryException.InvalidArchive fault =
        catchThrowableOfType(RegistryException.InvalidArchive.class, this::read);
    assertThat(fault).isNotNull();
    assertThat(fault.code()).isEqualTo(code);
    return fault.problems();
  }

  private Problem onlyFault() {
    List<Problem> problems = refusal("invalid-manifest");
    assertThat(problems).hasSize(1);
    return problems.getFirst();
  }

  @Test
  void ofSeveralManifestsTheFirstInTheFixedOrderWins() {
    with("package.json", JSON)
        .with("ggen.toml", TOML.formatted("project", "of-ggen"))
        .with("pack.toml", TOML.formatted("pack", "of-pack"))
        .with("package.toml", TOML.formatted("package", "of-package"));

    for (String winner : List.of("package", "pack", "ggen", "json")) {
      ManifestReader.Reading reading = read();
      assertThat(reading.manifest().name()).hasToString("of-" + winner);
      files.remove(reading.file());
    }
    assertThat(files).isEmpty();
  }

  @Test
  void ggenTomlMayHoldPackageOrProject() {
    for (String table : List.of("package", "project")) {
      assertThat(with("ggen.toml", TOML.formatted(table, "a")).read().file())
          .isEqualTo("ggen.toml");
    }
  }

  @Test
  void ggenTomlWithoutAPackageIsPassedOverWithANote() {
    ManifestReader.Reading reading =
        with("ggen.toml", "[generation]\nrules = []\n").with("package.json", JSON).read();

    assertThat(reading.file()).isEqualTo("package.json");
    assertThat(reading.notes()).singleElement().asString().startsWith("ggen.toml: ");
  }

  @Test
  void configurationAloneIsNoManifest() {
    assertThat(with("ggen.toml", "[generation]\n").refusal("no-manifest").getFirst().message())
        .contains("ggen.toml has neither [package] nor [project]")
        .contains("Write a package.toml");
  }

  @Test
  void aBrokenWinnerIsAnErrorEvenIfAnotherManifestIsSound() {
    Problem fault = with("package.toml", "[package\n").with("package.json", JSON).onlyFault();

    assertThat(fault.file()).isEqualTo("package.toml");
  }

  @Test
  void aWinnerWithoutItsTableIsAnErrorEvenIfAnotherManifestIsSound() {
    Problem fault = with("pack.toml", "name = \"a\"\n").with("package.json", JSON).onlyFault();

    assertThat(fault.text()).startsWith("pack.toml:1:1: The table [pack] is missing");
  }

  @Test
  void anErrorInTomlHasLineAndColumnAndAHint() {
    Problem fault = with("package.toml", "[package]\nname = sample\n").onlyFault();

    assertThat(fault.line()).isEqualTo(2);
    assertThat(fault.column()).isEqualTo(8);
    assertThat(fault.message())
        .startsWith("This is not TOML: ")
        .endsWith("Put quotation marks around a text: name = \"sample\".");
  }

  @Test
  void anErrorInJsonHasLineAndColumn() {
    Problem fault = with("package.json", "{\n  \"name\": sample}").onlyFault();

    assertThat(fault.line()).isEqualTo(2);
    assertThat(fault.column()).isPositive();
    assertThat(fault.message()).startsWith("This is not JSON: ");
  }

  @Test
  void anErrorInJsonIsToldWithoutControlCharactersAndCutOff() {
    for (String text :
        List.of("{\"name\": sam\u001bple}", "{\"\\u001b[2J\": 1, \"\\u001b[2J\": 2}")) {
      assertThat(with("package.json", text).onlyFault().message())
          .contains("\\u{1b}")
          .doesNotContain("\u001b");
    }
    String longKey = "\"" + "x".repeat(3000) + "\": 1";
    assertThat(with("package.json", "{%s, %s}".formatted(longKey, longKey)).onlyFault().message())
        .hasSizeLessThan(200);
  }

  @Test
  void aKeyThatStandsTwiceIsAnError() {
    assertThat(with("package.toml", "[package]\nname = \"a\"\nname = \"b\"\n").onlyFault().line())
        .isEqualTo(3);
    files.clear();
    assertThat(with("package.json", "{\"name\": \"a\",\n\"name\": \"b\"}").onlyFault().line())
        .isEqualTo(2);
  }

  @Test
  void jsonMustBeOneObject() {
    for (String text : List.of("", "[]", "null", "7", JSON + "{}")) {
      assertThat(with("package.json", text).onlyFault().file()).isEqualTo("package.json");
    }
  }

  @Test
  void nestingIsBounded() {
    String json = "{\"name\": \"a\", \"version\": \"1.0.0\", \"x\": %s%s}";
    int inner = JsonManifest.MAX_DEPTH - 1;
    with("package.json", json.formatted("[".repeat(inner), "]".repeat(inner))).read();

    with("package.json", json.formatted("[".repeat(inner + 1), "]".repeat(inner + 1))).onlyFault();
    files.clear();
    String toml = TOML.formatted("package", "a") + "x = ";
    with("package.toml", toml + "[".repeat(5000) + "]".repeat(5000)).refusal("invalid-manifest");
  }

  @Test
  void aByteOrderMarkIsPassedOver() {
    with("package.toml", "\uFEFF" + TOML.formatted("package", "a")).read();
    files.clear();
    with("package.json", "\uFEFF" + JSON).read();
  }

  @Test
  void whatIsNotUtf8IsAnErrorWithItsPlace() {
    files.put("package.toml", "[package]\nname = \"caf\u00e9\"\n".getBytes(ISO_8859_1));
    assertThat(onlyFault().text())
        .startsWith("package.toml:2:12: Here is a byte that is not UTF-8");

    files.put("package.toml", "\uFEFF[package]".getBytes(UTF_16LE));
    assertThat(onlyFault().text()).startsWith("package.toml:1:1: ");
  }

  @Test
  void everyFaultIsToldAtOnceWithItsPlace() {
    String text =
        """
        [package]
        name = "My Package"
        version = "one"
        description = 5
        tags = ["a", 1]
        authors = true
        """;

    assertThat(with("package.toml", text).refusal("invalid-manifest"))
        .extracting(Problem::line)
        .containsExactly(2, 3, 4, 5, 6);
  }

  @Test
  void atMostFiftyFaultsAreTold() {
    String tags = "tags = [" + "1,".repeat(ManifestFaults.MAX_TOLD) + "%s]\n";
    String text = TOML.formatted("package", "a") + tags;

    assertThat(with("package.toml", text.formatted("")).refusal("invalid-manifest"))
        .hasSize(ManifestFaults.MAX_TOLD);
    assertThat(with("package.toml", text.formatted("1")).refusal("invalid-manifest"))
        .hasSize(ManifestFaults.MAX_TOLD);
  }
}
