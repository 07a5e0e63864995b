package dev.ggen.registry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Holds docs/cli.md to the commands and to the launcher. */
class CliDocumentTest {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z0-9_]+)[:+}]");

  private String document = "";

  @BeforeEach
  void read() throws IOException {
    document = Files.readString(Path.of("docs", "cli.md"));
  }

  @Test
  void everyCommandAndOptionIsDescribed() {
    Surroundings around =
        new Surroundings(Map.of(), Path.of(""), Path.of(""), System.out, System.err, false);
    check(GgenCommand.tree(around, List.of("completion")));
  }

  private void check(CommandLine command) {
    command
        .getCommandSpec()
        .options()
        .forEach(option -> {
          if (!option.versionHelp()) {
            assertThat(document).contains(option.longestName());
          }
        });
    command
        .getSubcommands()
        .forEach((name, part) -> {
          assertThat(document).containsPattern("[` ]" + name + "[` ]");
          check(part);
        });
  }

  @Test
  void everyVariableOfTheLauncherIsDescribed() throws IOException {
    List<String> internal = List.of("HOME", "LC_ALL", "LC_CTYPE", "LANG");
    TreeSet<String> variables = new TreeSet<>();
    VARIABLE
        .matcher(Files.readString(Path.of("bin", "ggen")))
        .results()
        .map((MatchResult found) -> found.group(1))
        .forEach(variables::add);
    variables.removeAll(internal);
    assertThat(variables).isNotEmpty().allSatisfy(name -> assertThat(document).contains(name));
  }
}
