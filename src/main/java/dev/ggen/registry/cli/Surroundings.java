package dev.ggen.registry.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command finds around it.
 *
 * @param environment environment variables
 * @param home the user's home
 * @param workingDirectory what relative paths start at
 * @param out where results go
 * @param err where messages and progress go
 * @param terminal whether somebody watches {@code err}
 */
record Surroundings(
    Map<String, String> environment,
    Path home,
    Path workingDirectory,
    PrintStream out,
    PrintStream err,
    boolean terminal) {
  /** Width that is used where the terminal does not tell its own. */
  static final int DEFAULT_COLUMNS = 80;

  Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Those of this process. Everything is written as UTF-8, as JSON demands. */
  static Surroundings ofProcess() {
    return new Surroundings(
        System.getenv(),
        Path.of(System.getProperty("user.home")),
        Path.of("").toAbsolutePath(),
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        Boolean.getBoolean("ggen.terminal"));
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  /** Whether to write colours. */
  boolean colours() {
    return terminal && variable("NO_COLOR").isEmpty() && !variable("TERM").equals("dumb");
  }

  int columns() {
    String columns = variable("COLUMNS");
    return columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : DEFAULT_COLUMNS;
  }

  /** Where what can be made again is kept ({@code XDG_CACHE_HOME}). */
  Path cache() {
    String directory = variable("XDG_CACHE_HOME");
    Path parent = directory.isEmpty() ? home.resolve(".cache") : Path.of(directory);
    return parent.resolve("ggen");
  }

  /** A path as the user wrote it. */
  Path path(Path written) {
    return workingDirectory.resolve(written).normalize();
  }
}
