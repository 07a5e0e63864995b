package dev.ggen.registry.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command that speaks to a registry takes. */
final class CommonOptions extends HelpOption {
  @Option(
      names = "--registry",
      paramLabel = "URL",
      description = "Else GGEN_REGISTRY, else http://localhost:8080.")
  @Nullable String registry;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = {
        "Where the token is; else GGEN_TOKEN, else",
        "~/.config/ggen/token, else the admin-token of a",
        "registry on this machine."
      })
  @Nullable Path tokenFile;

  @Option(
      names = "--insecure",
      description = "Send the token although others on the network could read it.")
  boolean insecure;

  @Option(names = "--json", description = "Print one JSON document for programs.")
  boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "No notes and no progress; errors only.")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Tell more.")
  boolean verbose;
}
