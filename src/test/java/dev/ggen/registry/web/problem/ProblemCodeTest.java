package dev.ggen.registry.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemCodeTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-z-]+)` \\| (\\d{3}) \\| (.+?) \\|", Pattern.MULTILINE);

  /** Where a layer below names a code: the first argument of these exceptions, and their own. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?:new RegistryException\\.)?(?:NotFound|InvalidArchive)\\(\\s*\"([a-z-]+)\"");

  @Test
  void theDocumentationHasTheSameTable() throws IOException {
    List<String> documented =
        ROW.matcher(Files.readString(Path.of("docs/rest.md")))
            .results()
            .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3))
            .toList();
    assertThat(documented)
        .containsExactlyElementsOf(
            Arrays.stream(ProblemCode.values())
                .map(code -> code.code() + " " + code.status() + " " + code.title())
                .toList());
  }

  @Test
  void everyCodeThatALayerBelowNamesIsInTheTable() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<String> named =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .flatMap(ProblemCodeTest::codesIn)
              .distinct()
              .toList();
      assertThat(named).allMatch(code -> ProblemCode.of(code).isPresent());
    }
  }

  private static Stream<String> codesIn(Path file) {
    try {
      return NAMED.matcher(Files.readString(file)).results().map(found -> found.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400,MALFORMED_REQUEST",
    "401,TOKEN_REQUIRED",
    "403,FORBIDDEN",
    "404,PATH_NOT_FOUND",
    "405,METHOD_NOT_ALLOWED",
    "409,CONFLICT",
    "413,BODY_TOO_LARGE",
    "414,MALFORMED_REQUEST",
    "500,INTERNAL",
    "501,NOT_IMPLEMENTED",
    "503,UNAVAILABLE",
    "599,INTERNAL"
  })
  void aStatusHasAGeneralCode(int status, ProblemCode code) {
    assertThat(ProblemCode.ofStatus(status)).isEqualTo(code);
  }
}
