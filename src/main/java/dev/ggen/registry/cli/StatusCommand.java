package dev.ggen.registry.cli;

import dev.ggen.registry.api.StatusDocument;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ggen p2p status}. */
@Command(
    name = "status",
    description = "Shows whether the registry runs and what it holds.",
    footer = {
      "%nExamples:",
      "  ggen p2p status",
      "  ggen p2p status --json --registry https://registry.example"
    })
final class StatusCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private final CommonOptions options = new CommonOptions();

  StatusCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Session session = new Session(around, options);
    StatusDocument status = session.client().status();
    session.result(status, text(session, status));
    return 0;
  }

  private static String text(Session session, StatusDocument status) {
    long lag = status.sequence() - status.indexedSequence();
    return """
    Registry at %s
      Mode:      %s
      Version:   %s
      Up for:    %s
      Packages:  %d in %s, %s
      Changes:   %d
      Search:    %s\
    """
        .formatted(
            session.client().address(),
            status.mode(),
            status.version(),
            Plain.duration(status.uptimeSeconds()),
            status.packages(),
            Plain.count(status.versions(), "version"),
            Plain.size(status.archiveBytes()),
            status.sequence(),
            lag <= 0 ? "up to date" : Plain.count(lag, "change") + " behind");
  }
}
