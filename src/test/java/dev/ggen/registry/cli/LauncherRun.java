package dev.ggen.registry.cli;

import dev.ggen.registry.ServiceLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code bin/ggen} and the packaged jar as somebody installs them: in a directory with a space in
 * its path, started through a symbolic link, with caches and settings of its own.
 */
final class LauncherRun {
  /** On busy cores the caches of a JVM take more than a minute. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Path root;
  private final Path script;
  private Path command;
  private final Map<String, String> environment = new TreeMap<>();

  /** Installs it below a directory. */
  LauncherRun(Path directory) throws IOException {
    root = Files.createDirectories(directory.resolve("my own apps"));
    Path home = Files.createDirectories(root.resolve("ggen"));
    script = Files.createDirectories(home.resolve("bin")).resolve("ggen");
    Files.copy(Path.of("bin", "ggen"), script);
    Path jar = Path.of(System.getProperty("registry.jar")).toAbsolutePath();
    Files.createSymbolicLink(
        Files.createDirectories(home.resolve("lib")).resolve("hybrid-registry.jar"), jar);
    command = Files.createDirectories(root.resolve("links")).resolve("ggen");
    Files.createSymbolicLink(command, Path.of("..", "ggen", "bin", "ggen"));
    environment.put("GGEN_JAVA_HOME", System.getProperty("java.home"));
    environment.put("GGEN_NO_PREPARE", "1");
    environment.put("XDG_CACHE_HOME", root.resolve("the cache").toString());
    environment.put("XDG_CONFIG_HOME", root.resolve("settings").toString());
    environment.put("HOME", root.toString());
    environment.put("PATH", System.getenv("PATH"));
  }

  /** The directory in which commands run. */
  Path root() {
    return root;
  }

  /** Starts the script itself from now on, not the link to it. */
  LauncherRun direct() {
    command = script;
    return this;
  }

  /** Sets a variable for the commands that follow. */
  LauncherRun with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Takes a variable away. */
  LauncherRun without(String name) {
    environment.remove(name);
    return this;
  }

  /**
   * What a command did.
   *
   * @param code its exit code
   * @param out what it printed
   * @param err what it complained of
   */
  record Outcome(int code, String out, String err) {}

  /** Runs a command to its end. */
  Outcome run(String... arguments) throws IOException, InterruptedException {
    Path out = root.resolve("out.txt");
    Path err = root.resolve("err.txt");
    Process process =
        builder(arguments).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    if (!process.waitFor(PATIENCE)) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", arguments) + " did not end within " + PATIENCE);
    }
    return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private ProcessBuilder builder(String... arguments) {
    List<String> line = new ArrayList<>(List.of(command.toString()));
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line).directory(root.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }

  /** Starts a service on a free port, and names it to the commands that follow. */
  Service start() throws IOException, InterruptedException {
    Process process =
        builder("p2p", "start", "--port", "0", "--server.address=127.0.0.1")
            .redirectErrorStream(true)
            .start();
    with("GGEN_REGISTRY", ServiceLog.awaitAddress(process, PATIENCE));
    return new Service(process);
  }

  /**
   * A service that runs until it is closed.
   *
   * @param process the launcher, which has become the JVM
   */
  record Service(Process process) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      process.destroy();
      try {
        if (process.waitFor(PATIENCE)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      process.destroyForcibly();
      throw new IOException("The service did not stop within " + PATIENCE);
    }
  }
}
