package dev.ggen.registry.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every source file looks as google-java-format writes it. A test and not a Maven plugin, because
 * the formatter reads Java 25 only on a JDK that knows it, and Maven itself may run on an older
 * one.
 */
class SourceFormatTest {
  private static final String REPAIR = "mvn -q test -Dtest=SourceFormatTest -Dformat=apply";

  private final boolean apply = "apply".equals(System.getProperty("format"));
  private final Formatter formatter = new Formatter();

  @Test
  void everySourceFileIsFormatted() throws IOException {
    List<Path> changed;
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      changed =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(this::changes)
              .sorted()
              .toList();
    }
    if (apply) {
      changed.forEach(file -> System.out.println("formatted " + file));
    } else {
      assertThat(changed).as("badly formatted files; `%s` repairs them", REPAIR).isEmpty();
    }
  }

  private boolean changes(Path file) {
    try {
      String source = Files.readString(file);
      String formatted = formatter.formatSourceAndFixImports(source);
      if (apply && !formatted.equals(source)) {
        Files.writeString(file, formatted);
      }
      return !formatted.equals(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (FormatterException e) {
      throw new AssertionError(file + " can't be parsed: " + e.getMessage(), e);
    }
  }
}
