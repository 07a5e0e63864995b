package dev.ggen.registry.cli;

import dev.ggen.registry.api.PackageDocument;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ggen p2p deprecate}. */
@Command(
    name = "deprecate",
    description = "Tells users of a version what to use instead; it stays installable.",
    footer = {
      "%nExamples:",
      "  ggen p2p deprecate web-kit@1.2.3 --message 'use web-kit 2'",
      "  ggen p2p deprecate web-kit@1.2.3 --undo"
    })
final class DeprecateCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private final CommonOptions options = new CommonOptions();

  @Parameters(paramLabel = "NAME@VERSION", description = "The version.")
  private @Nullable PackageSpec release;

  @ArgGroup(multiplicity = "1")
  private @Nullable Wanted wanted;

  /** One or the other. */
  static final class Wanted {
    @Option(
        names = {"-m", "--message"},
        required = true,
        paramLabel = "TEXT",
        description = "What to use instead.")
    private @Nullable String message;

    @Option(names = "--undo", required = true, description = "Remove the mark.")
    private boolean undo;

    String message() {
      return undo ? "" : Given.value(message);
    }
  }

  DeprecateCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    PackageSpec spec = Given.value(release);
    Session session = new Session(around, options);
    PackageDocument done =
        session.client().deprecate(spec.name(), spec.version(), Given.value(wanted).message());
    String text =
        done.deprecated() == null
            ? "%s@%s is no longer deprecated.".formatted(done.name(), done.version())
            : "Deprecated %s@%s: %s".formatted(done.name(), done.version(), done.deprecated());
    session.result(done, text);
    return 0;
  }
}
