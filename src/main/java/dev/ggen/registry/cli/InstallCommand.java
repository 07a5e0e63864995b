package dev.ggen.registry.cli;

import dev.ggen.registry.archive.ArchiveLimits;
import dev.ggen.registry.archive.ArchiveUnpacker;
import dev.ggen.registry.cli.install.InstallReport;
import dev.ggen.registry.cli.install.InstallRequest;
import dev.ggen.registry.cli.install.Installer;
import dev.ggen.registry.model.InvalidValueException;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.VersionSelector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ggen p2p install}. */
@Command(
    name = "install",
    description =
        "Installs packages and what they want, all or nothing. Without names, what the lock file"
            + " says.",
    footer = {
      "%nExamples:",
      "  ggen p2p install agent-cli-copilot",
      "  ggen p2p install 'web-kit@^1.2' @scope/name --into vendor",
      "  ggen p2p install --frozen            (in CI: the lock file must answer)",
      "  ggen p2p install --offline           (from lock file and cache alone)",
      "  ggen p2p install --update web-kit    (choose anew within its range)"
    })
final class InstallCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private final CommonOptions options = new CommonOptions();

  @Parameters(
      paramLabel = "NAME[@RANGE]",
      arity = "0..*",
      description = "What to install; the range is as npm writes it, or a tag.")
  private List<String> wanted = List.of();

  @Option(
      names = "--into",
      paramLabel = "DIR",
      description = "Where packages go, each in DIR/<name> (${DEFAULT-VALUE}).")
  private Path into = Path.of("ggen_packages");

  @Option(names = "--lock", paramLabel = "FILE", description = "The lock file (${DEFAULT-VALUE}).")
  private Path lock = Path.of("ggen.lock");

  @Option(names = "--frozen", description = "Fail if the lock file would change.")
  private boolean frozen;

  @Option(names = "--offline", description = "Do not ask the registry for anything.")
  private boolean offline;

  @Option(names = "--strict", description = "Fail if a dependency is not known to the registry.")
  private boolean strict;

  @Option(names = "--no-deps", description = "Only what is named, not what it wants.")
  private boolean alone;

  @Option(
      names = {"-u", "--update"},
      description = "Choose anew instead of keeping what is locked: the named, or all.")
  private boolean update;

  InstallCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Session session = new Session(around, options);
    InstallRequest request = request();
    Installer installer =
        new Installer(
            session.client(),
            session.fetcher(offline),
            new ArchiveUnpacker(ArchiveLimits.defaults())::unpack,
            around.cache().resolve("locks"));
    InstallReport report = installer.install(request, session.bar("Downloading"));
    report.notes().forEach(session::note);
    InstallOutcome outcome = InstallOutcome.of(report, request);
    session.result(outcome, outcome.text(session.isVerbose()));
    return 0;
  }

  private InstallRequest request() {
    Path lockFile = around.path(lock);
    if (wanted.isEmpty() && Files.notExists(lockFile)) {
      throw new InvalidValueException(
          "Nothing to install: name a package, or go where a %s is.".formatted(lock));
    }
    SequencedMap<PackageName, Optional<VersionSelector>> wishes = new LinkedHashMap<>();
    // Read here: picocli stops taking values at one that it can't convert, and loses the reason.
    for (PackageSpec each : wanted.stream().map(PackageSpec::of).toList()) {
      if (wishes.put(each.name(), each.selector()) != null) {
        throw new InvalidValueException("%s is named twice.".formatted(each.name()));
      }
    }
    return new InstallRequest(
        wishes, around.path(into), lockFile, frozen, offline, strict, !alone, update);
  }
}
