package dev.ggen.registry.cli;

import dev.ggen.registry.api.PackageDocument;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ggen p2p unyank}. */
@Command(
    name = "unyank",
    description = "Takes a yank back.",
    footer = {"%nExample:", "  ggen p2p unyank web-kit@1.2.3"})
final class UnyankCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private final CommonOptions options = new CommonOptions();

  @Parameters(paramLabel = "NAME@VERSION", description = "The version.")
  private @Nullable PackageSpec release;

  UnyankCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    PackageSpec spec = Given.value(release);
    Session session = new Session(around, options);
    PackageDocument done = session.client().unyank(spec.name(), spec.version());
    session.result(done, "%s@%s is no longer yanked.".formatted(done.name(), done.version()));
    return 0;
  }
}
