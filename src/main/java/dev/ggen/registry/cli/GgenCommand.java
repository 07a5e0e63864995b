package dev.ggen.registry.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line as a tree of commands. */
@Command(
    name = "ggen",
    mixinStandardHelpOptions = true,
    description = "Publishes, finds and installs packages.",
    versionProvider = GgenCommand.SoftwareVersion.class,
    footer = {
      "%nExamples:",
      "  ggen p2p start                       run a registry here",
      "  ggen p2p publish ./my-package        publish to it",
      "  ggen p2p search web framework        find something",
      "  ggen p2p install my-package          install it",
      "  ggen prepare                         make the caches for quick starts now",
      "%nGGEN_REGISTRY names the registry (http://localhost:8080), GGEN_TOKEN is your token.",
      "Exit codes: 0 done, 1 failed, 2 not understood."
    })
final class GgenCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  /** A command that is only a group of others. */
  @Override
  public void run() {
    throw new ParameterException(Given.value(spec).commandLine(), "Which command?");
  }

  /** {@code ggen p2p}. */
  @Command(name = "p2p", description = "The registry: run it, publish, search, install.")
  static final class Group implements Runnable {
    @Mixin final HelpOption help = new HelpOption();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
      throw new ParameterException(Given.value(spec).commandLine(), "Which command?");
    }
  }

  /** The version of this software and of the JVM. */
  static final class SoftwareVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = GgenCommand.class.getPackage().getImplementationVersion();
      return new String[] {
        "ggen %s (Java %s)"
            .formatted(version == null ? "unpackaged" : version, Runtime.version().toString())
      };
    }
  }

  /** The commands of {@code ggen p2p}, in the order of the help. */
  private static SequencedMap<String, Function<Surroundings, Object>> commands() {
    SequencedMap<String, Function<Surroundings, Object>> commands = new LinkedHashMap<>();
    commands.put("start", StartCommand::new);
    commands.put("publish", PublishCommand::new);
    commands.put("search", SearchCommand::new);
    commands.put("install", InstallCommand::new);
    commands.put("get", GetCommand::new);
    commands.put("yank", YankCommand::new);
    commands.put("unyank", UnyankCommand::new);
    commands.put("deprecate", DeprecateCommand::new);
    commands.put("tag", TagCommand::new);
    commands.put("owner", OwnerCommand::new);
    commands.put("token", TokenCommand::new);
    commands.put("status", StatusCommand::new);
    return commands;
  }

  /**
   * The tree as far as the arguments need it: the parser reads each command's annotations, which
   * takes longer than most commands do.
   */
  static CommandLine tree(Surroundings around, List<String> arguments) {
    CommandLine root = new CommandLine(new GgenCommand());
    CommandLine p2p = new CommandLine(new Group());
    commands()
        .forEach((name, command) -> {
          if (isNeeded(name, arguments)) {
            p2p.addSubcommand(command.apply(around));
          }
        });
    root.addSubcommand(p2p);
    return root.addSubcommand(new CompletionCommand(around));
  }

  private static boolean isNeeded(String name, List<String> arguments) {
    String first = arguments.isEmpty() ? "" : arguments.getFirst();
    String second = arguments.size() < 2 ? "" : arguments.get(1);
    return switch (first) {
      case "p2p" -> name.equals(second) || !commands().containsKey(second);
      default -> first.equals("completion");
    };
  }
}
