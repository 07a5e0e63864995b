package dev.ggen.registry.cli.remote;

import dev.ggen.registry.model.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the token: the file named on the command line, {@code GGEN_TOKEN}, {@code ggen/token} in
 * the user's configuration directory, and for a registry on this machine the admin token in its
 * data directory. The first that is there counts.
 *
 * @param environment environment variables
 * @param home the user's home
 * @param workingDirectory what relative paths start at
 */
public record TokenSearch(Map<String, String> environment, Path home, Path workingDirectory) {
  /** Copies the environment. */
  public TokenSearch {
    environment = Map.copyOf(environment);
  }

  /**
   * The token for a registry.
   *
   * @param address the registry
   * @param named the file that the user named, or null
   * @throws InvalidValueException if a file that should hold one does not
   */
  public Optional<Token> find(RegistryAddress address, @Nullable Path named) {
    if (named != null) {
      Path file = workingDirectory.resolve(named);
      return Optional.of(
          read(file)
              .orElseThrow(() ->
                  new InvalidValueException("There is no token file '%s'.".formatted(named))));
    }
    String variable = environment.getOrDefault("GGEN_TOKEN", "").strip();
    if (!variable.isEmpty()) {
      return Optional.of(new Token(variable, "GGEN_TOKEN"));
    }
    Optional<Token> own = read(configuration().resolve("token"));
    return own.isPresent() || !address.isLoopback() ? own : read(adminToken());
  }

  /** Where the user's own token is kept. */
  public Path configuration() {
    String directory = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path parent = directory.isEmpty() ? home.resolve(".config") : Path.of(directory);
    return parent.resolve("ggen");
  }

  private Path adminToken() {
    String data = environment.getOrDefault("GGEN_DATA_DIR", "");
    return workingDirectory.resolve(data.isEmpty() ? "data" : data).resolve("admin-token");
  }

  private static Optional<Token> read(Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      return Optional.empty();
    }
    try {
      if (Files.size(file) > 2 * Token.MAX_LENGTH) {
        throw new InvalidValueException(file + " is too long to hold a token.");
      }
      return Optional.of(new Token(Files.readString(file).strip(), file.toString()));
    } catch (IOException e) {
      throw new InvalidValueException(
          "The token in %s can't be read: %s.".formatted(file, e.getMessage()));
    }
  }
}
