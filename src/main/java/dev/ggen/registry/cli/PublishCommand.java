package dev.ggen.registry.cli;

import dev.ggen.registry.api.PublishDocument;
import dev.ggen.registry.cli.install.ArchiveCheck;
import dev.ggen.registry.cli.remote.RemoteException;
import dev.ggen.registry.model.ArchiveFacts;
import dev.ggen.registry.port.RegistryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ggen p2p publish}. */
@Command(
    name = "publish",
    description = {
      "Publishes packages: directories, or archives (.tgz) as they are.",
      "A directory is packed without what .gitignore and .ggenignore leave out; the same directory"
          + " gives the same bytes on any machine."
    },
    footer = {
      "%nExamples:",
      "  ggen p2p publish ./my-package",
      "  ggen p2p publish packages/* --dry-run",
      "  ggen p2p publish my-package-1.2.0.tgz --json"
    })
final class PublishCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private final CommonOptions options = new CommonOptions();

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "What to publish; each is published by itself.")
  private List<Path> paths = List.of();

  @Option(
      names = {"-n", "--dry-run"},
      description = "Pack and check, but send nothing.")
  private boolean dryRun;

  PublishCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Session session = new Session(around, options);
    List<PublishResult> results = new ArrayList<>();
    for (Path path : paths) {
      PublishResult result = publish(session, path);
      if (result.error() != null) {
        around.err().println(Plain.lines("ggen: %s: %s".formatted(path, result.error().message())));
      }
      results.add(result);
      session.progress(result.isFailed() ? "" : result.text());
    }
    session.document(new PublishResult.All(results));
    return results.stream().anyMatch(PublishResult::isFailed) ? ErrorReport.FAILED : 0;
  }

  private PublishResult publish(Session session, Path path) {
    try (PreparedArchive archive = PreparedArchive.of(around.path(path))) {
      if (archive.report() != null) {
        LeftOut.lines(archive.report(), session.isVerbose()).forEach(session::note);
      }
      return dryRun ? checked(session, path, archive) : sent(session, path, archive);
    } catch (RemoteException | RegistryException | IOException e) {
      return PublishResult.failed(path.toString(), ErrorReport.detail(e));
    }
  }

  private static PublishResult checked(Session session, Path path, PreparedArchive archive)
      throws IOException {
    archive.notes().forEach(session::note);
    ArchiveFacts facts = ArchiveCheck.factsOf(archive.file());
    return PublishResult.of(
        path.toString(),
        "checked",
        archive,
        facts.sizeBytes(),
        facts.sha512().integrity(),
        archive.notes());
  }

  private static PublishResult sent(Session session, Path path, PreparedArchive archive)
      throws IOException {
    PublishDocument answer;
    try (TransferBar bar = session.bar("Publishing " + archive.manifest().name())) {
      bar.begin(Files.size(archive.file()));
      answer = session.client().publish(archive.file(), bar);
    }
    Set<String> notes = new LinkedHashSet<>(archive.notes());
    notes.addAll(answer.notes());
    notes.forEach(session::note);
    return PublishResult.of(
        path.toString(),
        answer.created() ? "published" : "unchanged",
        archive,
        answer.published().size(),
        answer.published().integrity(),
        List.copyOf(notes));
  }
}
