package dev.ggen.registry.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ggen completion}. */
@Command(
    name = "completion",
    description = "Prints a script that lets a shell complete commands and options.",
    footer = {
      "%nExamples:",
      "  source <(ggen completion bash)        (in ~/.bashrc)",
      "  source <(ggen completion zsh)         (in ~/.zshrc)"
    })
final class CompletionCommand implements Callable<Integer> {
  /** Which shells there are scripts for. */
  enum Shell {
    /** GNU Bash 3.2 or later. */
    bash,
    /** Zsh, by its emulation of Bash's completion. */
    zsh
  }

  @Mixin final HelpOption help = new HelpOption();

  private final Surroundings around;

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
  private @Nullable Shell shell;

  @Spec private @Nullable CommandSpec spec;

  CompletionCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    CommandLine root = Given.value(spec).root().commandLine();
    if (Given.value(shell) == Shell.zsh) {
      around
          .out()
          .println(
              "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit");
    }
    around.out().print(AutoComplete.bash("ggen", root));
    return 0;
  }
}
