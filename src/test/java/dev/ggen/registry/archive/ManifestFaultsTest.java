package dev.ggen.registry.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ggen.registry.port.Problem;
import dev.ggen.registry.port.RegistryException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is told of a manifest that is wrong: all of it, where it stands, and what to write. */
class ManifestFaultsTest {
  private static final String NAMED = "name = \"sample\"\nversion = \"1.0.0\"\n";

  private static List<String> faults(String file, byte[] content) {
    SequencedMap<String, byte[]> files = new LinkedHashMap<>();
    files.put(file, content);
    RegistryException.InvalidArchive fault =
        catchThrowableOfType(
            RegistryException.InvalidArchive.class, () -> ManifestReader.read(files));
    assertThat(fault).isNotNull();
    assertThat(fault.code()).isEqualTo("invalid-manifest");
    return fault.problems().stream().map(Problem::text).toList();
  }

  private static List<String> toml(String content) {
    return faults("package.toml", content.getBytes(UTF_8));
  }

  private static List<String> json(String content) {
    return faults("package.json", content.getBytes(UTF_8));
  }

  @Test
  void everyFaultIsToldWithItsPlace() {
    assertThat(
            toml(
                """
                [package]
                name = "My Package"
                version = "one"
                tags = 3
                authors = [1]
                category = ["a"]
                """))
        .containsExactlyInAnyOrder(
            "package.toml:2:1: 'My Package' is not a package name: use lower-case letters, digits,"
                + " '-', '.' and '_', beginning with a letter, a digit or '-'; for example"
                + " 'my-package'.",
            "package.toml:3:1: 'one' is not a version; write three numbers such as '1.2.3' or"
                + " '1.2.3-beta.1' (SemVer 2.0).",
            "package.toml:4:1: 'tags' must be a list of texts such as [\"one\", \"two\"], but is"
                + " the value 3.",
            "package.toml:5:12: 'authors' must be a name such as \"Ada <ada@example.org>\" or a"
                + " table with name and email, but here is the value 1.",
            "package.toml:6:1: 'category' must be a text in quotation marks, but is a list.");
  }

  @Test
  void whatIsMissingIsToldAtItsTable() {
    assertThat(toml("# a\n[package]\ndescription = \"d\"\n"))
        .containsExactly(
            "package.toml:2:1: 'name' is missing; write one such as \"my-package\".",
            "package.toml:2:1: 'version' is missing; write one such as \"1.0.0\".");
    assertThat(toml("[package]\nname = \"\"\nversion = \" \"\n"))
        .containsExactly(
            "package.toml:2:1: 'name' is empty; write one such as \"my-package\".",
            "package.toml:3:1: 'version' is empty; write one such as \"1.0.0\".");
    assertThat(json("{}"))
        .containsExactly(
            "package.json:1:1: 'name' is missing; write one such as \"my-package\".",
            "package.json:1:1: 'version' is missing; write one such as \"1.0.0\".");
  }

  @Test
  void aVersionWithoutQuotationMarksIsToldHowToBeWritten() {
    assertThat(toml("[package]\nname = \"a\"\nversion = 1.2\n"))
        .containsExactly(
            "package.toml:3:1: 'version' must be a text in quotation marks, but is the value 1.2;"
                + " write \"1.2\".");
  }

  static Stream<Arguments> syntaxErrors() {
    return Stream.of(
        Arguments.of("[features]\n- \"one\"\n- \"two\"\n", 2, "A list is written in brackets"),
        Arguments.of("[a]\nb = {\n  c = 1\n}\n", 2, "Write the table in braces on one line"),
        Arguments.of(
            "[a]\nlicense = MIT\n", 2, "Put quotation marks around a text: license = \"MIT\""),
        Arguments.of("[a]\nlicense: \"MIT\"\n", 2, "separated by '=', not by ':'"),
        Arguments.of("[a]\nb = \"open\n", 2, "This is not TOML"),
        Arguments.of("[a]\nb = 1\nb = 2\n", 3, "This is not TOML"),
        Arguments.of("[a\n", 1, "This is not TOML"));
  }

  @ParameterizedTest
  @MethodSource("syntaxErrors")
  void anErrorOfSyntaxIsToldWithItsLineAndWhatToWrite(String content, int line, String hint) {
    assertThat(toml(content).getFirst()).startsWith("package.toml:" + line + ":").contains(hint);
  }

  @Test
  void oneMistakeOnManyLinesIsToldOnce() {
    String list =
        IntStream.range(0, 20)
            .mapToObj(i -> "- \"item " + i + "\"\n")
            .collect(Collectors.joining());

    assertThat(toml("[features]\n" + list)).hasSize(1);
  }

  @Test
  void whatIsNotJsonIsToldWithItsPlace() {
    assertThat(json("{\n  \"name\": \"a\",\n}").getFirst())
        .startsWith("package.json:3:")
        .contains("This is not JSON");
    assertThat(json("").getFirst()).isEqualTo("package.json:1:1: The file is empty.");
    assertThat(json("[]").getFirst())
        .isEqualTo("package.json:1:1: The manifest must be an object, but is a list.");
    assertThat(json("{} {}").getFirst()).contains("after the end");
    assertThat(json("{\"name\": \"a\", \"name\": \"b\"}").getFirst()).contains("name");
    assertThat(json("{\"name\": 1, \"version\": null}"))
        .containsExactly(
            "package.json:1:2: 'name' must be a text in quotation marks, but is the value 1; write"
                + " \"1\".",
            "package.json:1:13: 'version' is missing; write one such as \"1.0.0\".");
  }

  @Test
  void whatIsNotUtf8IsToldWithItsLine() {
    assertThat(faults("package.toml", "[package]\nname = \"caf\u00e9\"".getBytes(ISO_8859_1)))
        .containsExactly(
            "package.toml:2:12: Here is a byte that is not UTF-8; save the file in the encoding"
                + " UTF-8.");
  }

  @Test
  void labelsOfSeveralLinesAreRefused() {
    assertThat(toml("[package]\n" + NAMED + "tags = [\"a\\nb\"]\n").getFirst())
        .contains("'tags' must be one line");
  }

  @Test
  void theLengthOfALineAndTheNumberOfLabelsAreLimited() {
    String longest = "x".repeat(ManifestFields.MAX_LINE_CHARACTERS);
    read("[package]\n" + NAMED + "category = \"" + longest + "\"\n");
    assertThat(toml("[package]\n" + NAMED + "category = \"" + longest + "x\"\n").getFirst())
        .contains("at most 1000 characters");

    read("[package]\n" + NAMED + "tags = [" + labels(ManifestFields.MAX_ITEMS) + "]\n");
    assertThat(
            toml("[package]\n" + NAMED + "tags = [" + labels(ManifestFields.MAX_ITEMS + 1) + "]\n")
                .getFirst())
        .contains("at most 200 items");
  }

  @Test
  void theNumberOfDependenciesIsLimited() {
    int most = ManifestDependencies.MAX_DEPENDENCIES;
    read("[package]\n" + NAMED + "dependencies = [" + labels(most) + "]\n");
    assertThat(
            toml("[package]\n" + NAMED + "dependencies = [" + labels(most + 1) + "]\n").getFirst())
        .contains("at most 1000 dependencies");
  }

  @Test
  void theNumberOfLinesIsLimited() {
    String most = "[package]\n" + NAMED + "\n".repeat(ManifestText.MAX_LINES - 4);
    read(most);
    assertThat(toml(most + "\n"))
        .containsExactly("package.toml:20000:1: A manifest has at most 20000 lines.");
  }

  @Test
  void commentsAndBlankLinesDoNotShiftThePlaces() {
    assertThat(toml("# a\n\n[package]\n# b\n  \n" + NAMED + "# c\n\ntags = 3\n").getFirst())
        .startsWith("package.toml:10:1: 'tags'");
    assertThat(toml("# a\r\n\r\n[package]\r\n\r\n= 1\r\n").getFirst())
        .startsWith("package.toml:5:1: ");
  }

  @Test
  @Timeout(20)
  void manyCommentLinesAreRead() {
    read("# c\n".repeat(5000) + "[package]\n" + "\n".repeat(5000) + NAMED + "#\n".repeat(5000));
  }

  @Test
  void commentLinesBehindATextOfSeveralLinesAreLimited() {
    String text = "[package]\n" + NAMED + "description = \"\"\"\na\n\"\"\"\n";
    String most = text + "# c\n".repeat(TomlLines.MAX_IN_A_ROW);
    read(most);
    assertThat(toml(most + "# c\n"))
        .containsExactly(
            "package.toml:107:1: Behind a text of several lines there may be at most 100 blank or"
                + " comment lines in a row; remove some.");
  }

  @Test
  void notMoreThanFiftyFaultsAreTold() {
    String items = "1,".repeat(ManifestFaults.MAX_TOLD + 1);

    assertThat(toml("[package]\n" + NAMED + "tags = [" + items + "]\n"))
        .hasSize(ManifestFaults.MAX_TOLD);
  }

  private static String labels(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"l" + i + "\"")
        .collect(Collectors.joining(","));
  }

  private static void read(String content) {
    SequencedMap<String, byte[]> files = new LinkedHashMap<>();
    files.put("package.toml", content.getBytes(UTF_8));
    assertThat(ManifestReader.read(files).manifest().name()).hasToString("sample");
  }

  static Stream<Arguments> hostile() {
    int half = 100_000;
    return Stream.of(
        Arguments.of("package.toml", "[".repeat(half)),
        Arguments.of("package.toml", "a=" + "[".repeat(half)),
        Arguments.of("package.toml", "a=" + "{b=".repeat(half / 2)),
        Arguments.of("package.toml", "a" + ".a".repeat(half) + " = 1"),
        Arguments.of("package.toml", "[a" + ".a".repeat(half) + "]"),
        Arguments.of("package.toml", "x\n".repeat(ManifestText.MAX_LINES - 1)),
        Arguments.of("package.toml", "\"\"\"\n" + "\n".repeat(10_000)),
        Arguments.of("package.toml", "x = [" + "\n".repeat(10_000) + "=]"),
        Arguments.of("package.toml", ("x = '''\n" + "\n".repeat(99) + "'''=\n").repeat(190)),
        Arguments.of("package.toml", "- \"a\"\n".repeat(ManifestText.MAX_LINES - 1)),
        Arguments.of("package.toml", "a = \"" + "\\".repeat(half)),
        Arguments.of("package.toml", "\"".repeat(half)),
        Arguments.of("package.json", "[".repeat(half)),
        Arguments.of("package.json", "{\"a\":".repeat(half / 5)),
        Arguments.of("package.json", "1".repeat(half)),
        Arguments.of(
            "package.json", "{\"version\": 1e999999999, \"name\": " + "9".repeat(half) + "}"));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  @Timeout(20)
  void aHostileManifestIsRefusedInBoundedTimeAndWords(String file, String content) {
    List<String> faults = faults(file, content.getBytes(UTF_8));

    assertThat(String.join("", faults).length()).isLessThan(10_000);
  }
}
