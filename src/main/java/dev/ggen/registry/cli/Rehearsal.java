package dev.ggen.registry.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs the common commands once, against a registry that is only played, so that the JVM can record
 * which classes they need (JEP 514) and load them quicker from then on. The launcher calls it.
 */
public final class Rehearsal {
  private static final String MANIFEST =
      """
      [package]
      name = "rehearsal"
      version = "1.0.0"
      description = "Packed, published and installed to see what that takes."
      """;

  private final Surroundings around;

  private Rehearsal(Surroundings around) {
    this.around = around;
  }

  /** Rehearses in a temporary directory. */
  public static void main(String[] arguments) throws IOException {
    Path scratch = Files.createTempDirectory("ggen-rehearsal");
    try (PlayedRegistry registry = new PlayedRegistry(scratch.resolve("played.tgz"))) {
      PrintStream nowhere =
          new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
      Map<String, String> environment =
          Map.of(
              "GGEN_REGISTRY", registry.url(),
              "GGEN_TOKEN", "rehearsal",
              "XDG_CACHE_HOME", scratch.resolve("cache").toString());
      new Rehearsal(new Surroundings(environment, scratch, scratch, nowhere, nowhere, false))
          .run(scratch);
    } finally {
      delete(scratch);
    }
  }

  private void run(Path scratch) throws IOException {
    Path source = Files.createDirectory(scratch.resolve("package"));
    Files.writeString(source.resolve("package.toml"), MANIFEST);
    Files.writeString(source.resolve("README.md"), "# Rehearsal");
    for (List<String> command :
        List.of(
            List.of("--version"),
            List.of("p2p", "--help"),
            List.of("p2p", "nothing"),
            List.of("p2p", "publish", source.toString()),
            List.of("p2p", "publish", "--dry-run", "--json", source.toString()),
            List.of("p2p", "search", "rehearsal"),
            List.of("p2p", "search", "rehearsal", "--json"),
            List.of("p2p", "status"),
            List.of("p2p", "get", "rehearsal", "--output", "got.tgz"),
            List.of("p2p", "install", "rehearsal"),
            List.of("p2p", "install"),
            List.of("p2p", "install", "unknown"))) {
      Ggen.run(around, command.toArray(String[]::new));
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
