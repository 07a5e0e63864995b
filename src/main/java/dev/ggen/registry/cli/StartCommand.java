package dev.ggen.registry.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ggen p2p start}. The launcher starts the service itself, in a JVM made for it; this class
 * checks the arguments for it, and tells of them.
 */
@Command(
    name = "start",
    description = "Runs the registry until it is stopped with Ctrl-C or SIGTERM.",
    footer = {
      "%nOther settings of application.yml can be given as --key=value.",
      "%nExamples:",
      "  ggen p2p start",
      "  ggen p2p start --port 9000 --data-dir /var/lib/ggen",
      "  ggen p2p start --spring.datasource.url=jdbc:postgresql://db/ggen"
    })
final class StartCommand implements Callable<Integer> {
  @Mixin final HelpOption help = new HelpOption();

  private final Surroundings around;

  @Option(
      names = {"-p", "--port"},
      paramLabel = "N",
      description = "Where it answers (8080); 0 for any free port.")
  private @Nullable Integer port;

  @Option(
      names = {"-d", "--data-dir"},
      paramLabel = "DIR",
      description = "Where database, archives, index and admin token are (./data).")
  private @Nullable String dataDirectory;

  @Parameters(
      paramLabel = "--KEY=VALUE",
      arity = "0..*",
      hidden = true,
      description = "A setting of application.yml.")
  private List<String> settings = List.of();

  StartCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    around
        .err()
        .printf(
            "Only the launcher starts the service: run bin/ggen p2p start%s%s%s.%n",
            port == null ? "" : " --port " + port,
            dataDirectory == null ? "" : " --data-dir " + dataDirectory,
            settings.isEmpty() ? "" : " " + String.join(" ", settings));
    return 1;
  }
}
