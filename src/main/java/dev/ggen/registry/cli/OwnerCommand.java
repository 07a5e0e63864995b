package dev.ggen.registry.cli;

import dev.ggen.registry.api.OverviewDocument;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ggen p2p owner}. */
@Command(
    name = "owner",
    description = "Shows and changes who may publish a package.",
    footer = {
      "%nExamples:",
      "  ggen p2p owner list web-kit",
      "  ggen p2p owner add web-kit alice",
      "  ggen p2p owner remove web-kit alice"
    })
final class OwnerCommand {
  @Mixin final HelpOption help = new HelpOption();

  private final Surroundings around;

  OwnerCommand(Surroundings around) {
    this.around = around;
  }

  @Command(name = "list", description = "Shows the owners.")
  int list(
      @Mixin CommonOptions options,
      @Parameters(paramLabel = "NAME", description = "The package.") PackageSpec of) {
    Session session = new Session(around, options);
    print(session, session.overview(of.name()));
    return 0;
  }

  @Command(name = "add", description = "Makes a user an owner.")
  int add(
      @Mixin CommonOptions options,
      @Parameters(paramLabel = "NAME", description = "The package.") PackageSpec of,
      @Parameters(paramLabel = "USER", description = "The user.") String user) {
    Session session = new Session(around, options);
    print(session, session.client().addOwner(of.name(), user));
    return 0;
  }

  @Command(name = "remove", description = "Removes an owner; the last one stays.")
  int remove(
      @Mixin CommonOptions options,
      @Parameters(paramLabel = "NAME", description = "The package.") PackageSpec of,
      @Parameters(paramLabel = "USER", description = "The user.") String user) {
    Session session = new Session(around, options);
    print(session, session.client().removeOwner(of.name(), user));
    return 0;
  }

  /**
   * The owners of a package.
   *
   * @param name the package
   * @param owners users
   */
  record Owners(String name, List<String> owners) {}

  private static void print(Session session, OverviewDocument overview) {
    session.result(
        new Owners(overview.name(), overview.owners()), String.join("\n", overview.owners()));
  }
}
