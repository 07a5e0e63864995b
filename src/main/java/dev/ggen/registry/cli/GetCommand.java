package dev.ggen.registry.cli;

import dev.ggen.registry.api.PackageDocument;
import dev.ggen.registry.cli.install.LockedPackage;
import dev.ggen.registry.model.InvalidValueException;
import dev.ggen.registry.model.PackageRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ggen p2p get}. */
@Command(
    name = "get",
    description = "Downloads the archive of a package, verified, without unpacking it.",
    footer = {
      "%nExamples:",
      "  ggen p2p get agent-cli-copilot",
      "  ggen p2p get @scope/name@^1.2 --output name.tgz",
      "  ggen p2p get name --output - | tar -tz"
    })
final class GetCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private final CommonOptions options = new CommonOptions();

  @Parameters(paramLabel = "NAME[@RANGE]", description = "The package.")
  private @Nullable PackageSpec wanted;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write it ('-' for standard output); else <name>-<version>.tgz here.")
  private @Nullable Path output;

  @Option(
      names = {"-f", "--force"},
      description = "Replace a file that is there.")
  private boolean force;

  GetCommand(Surroundings around) {
    this.around = around;
  }

  /** What was downloaded. */
  record Downloaded(
      String name, String version, String integrity, String sha256, long size, String file) {}

  @Override
  public Integer call() throws IOException {
    PackageSpec spec = Given.value(wanted);
    Session session = new Session(around, options);
    PackageDocument found = session.client().resolve(spec.name(), spec.selectorOrLatest());
    PackageRecord record = found.toRecord();
    boolean toStandardOutput = output != null && output.toString().equals("-");
    Path target = around.path(output == null ? defaultFile(record) : output);
    if (!toStandardOutput && !force && Files.exists(target)) {
      throw new InvalidValueException(
          "%s is there already; use --force to replace it, or --output.".formatted(target));
    }
    Path archive = fetch(session, record);
    if (toStandardOutput) {
      Files.copy(archive, around.out());
      around.out().flush();
      return 0;
    }
    Files.copy(archive, target, StandardCopyOption.REPLACE_EXISTING);
    if (found.deprecated() != null) {
      session.note("%s is deprecated: %s".formatted(record.name(), found.deprecated()));
    }
    session.result(
        new Downloaded(
            found.name(),
            found.version(),
            found.integrity(),
            found.sha256(),
            found.size(),
            target.toString()),
        "%s@%s  %s  %s%n  %s"
            .formatted(
                found.name(),
                found.version(),
                Plain.size(found.size()),
                target,
                found.integrity()));
    return 0;
  }

  private static Path fetch(Session session, PackageRecord record) {
    LockedPackage exact =
        new LockedPackage(record.name(), record.version(), record.archive(), new TreeMap<>());
    try (TransferBar bar = session.bar("Downloading")) {
      bar.begin(record.archive().sizeBytes());
      return session.fetcher(false).fetch(exact, bar);
    }
  }

  private static Path defaultFile(PackageRecord record) {
    String flat = record.name().value().replaceFirst("^@", "").replace('/', '-');
    return Path.of("%s-%s.tgz".formatted(flat, record.version()));
  }
}
