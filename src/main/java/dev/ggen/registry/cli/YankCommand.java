package dev.ggen.registry.cli;

import dev.ggen.registry.api.PackageDocument;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ggen p2p yank}. */
@Command(
    name = "yank",
    description =
        "Withdraws a version: it is no longer chosen, but lock files that name it still work.",
    footer = {"%nExample:", "  ggen p2p yank web-kit@1.2.3 --reason 'deletes files; use 1.2.4'"})
final class YankCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private final CommonOptions options = new CommonOptions();

  @Parameters(paramLabel = "NAME@VERSION", description = "The version.")
  private @Nullable PackageSpec release;

  @Option(
      names = {"-r", "--reason"},
      required = true,
      paramLabel = "TEXT",
      description = "Why; shown to those who use it.")
  private String reason = "";

  YankCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    PackageSpec spec = Given.value(release);
    Session session = new Session(around, options);
    PackageDocument done = session.client().yank(spec.name(), spec.version(), reason);
    session.result(done, "Yanked %s@%s: %s".formatted(done.name(), done.version(), done.yanked()));
    return 0;
  }
}
