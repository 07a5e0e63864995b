package dev.ggen.registry.cli;

import dev.ggen.registry.api.OverviewDocument;
import dev.ggen.registry.cli.install.ArchiveCache;
import dev.ggen.registry.cli.install.ArchiveFetcher;
import dev.ggen.registry.cli.remote.Documents;
import dev.ggen.registry.cli.remote.RegistryAddress;
import dev.ggen.registry.cli.remote.RegistryClient;
import dev.ggen.registry.cli.remote.RegistryRequests;
import dev.ggen.registry.cli.remote.RetryPolicy;
import dev.ggen.registry.cli.remote.TokenSearch;
import dev.ggen.registry.cli.remote.TokenUse;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.port.RegistryException;

/** One run of one command: whom it speaks to and how it prints. */
final class Session {
  private final Surroundings around;
  private final CommonOptions options;
  private final RegistryClient client;

  /**
   * @throws dev.ggen.registry.model.InvalidValueException if the address is none
   */
  Session(Surroundings around, CommonOptions options) {
    this.around = around;
    this.options = options;
    RegistryAddress address = address();
    TokenSearch search =
        new TokenSearch(around.environment(), around.home(), around.workingDirectory());
    TokenUse token =
        new TokenUse(address, () -> search.find(address, options.tokenFile), options.insecure);
    this.client =
        new RegistryClient(
            new RegistryRequests(address, token, RetryPolicy.DEFAULT, RegistryRequests.PATIENCE));
  }

  private RegistryAddress address() {
    String named = options.registry == null ? around.variable("GGEN_REGISTRY") : options.registry;
    return named.isBlank() ? RegistryAddress.DEFAULT : RegistryAddress.of(named);
  }

  RegistryClient client() {
    return client;
  }

  /**
   * @throws RegistryException.NotFound if there is no such package
   */
  OverviewDocument overview(PackageName name) {
    return client
        .overview(name)
        .orElseThrow(() ->
            new RegistryException.NotFound(
                "package-not-found", "There is no package '%s'.".formatted(name)));
  }

  ArchiveFetcher fetcher(boolean offline) {
    ArchiveCache cache = new ArchiveCache(around.cache().resolve("archives"));
    cache.removeOldPartials();
    return new ArchiveFetcher(client, cache, RetryPolicy.DEFAULT, offline);
  }

  /** A bar for a transfer, drawn only if somebody watches and it takes long. */
  TransferBar bar(String task) {
    boolean drawn = around.terminal() && !options.quiet && !options.json;
    return new TransferBar(task, drawn ? around : null);
  }

  /** Prints the result: a document for programs, or lines for people. */
  void result(Object document, String lines) {
    around.out().println(options.json ? Documents.write(document) : Plain.lines(lines));
  }

  /** Prints a part of the result for people; programs get the whole by {@link #document}. */
  void progress(String lines) {
    if (!options.json && !lines.isEmpty()) {
      around.out().println(Plain.lines(lines));
    }
  }

  /** Prints the result for programs. */
  void document(Object document) {
    if (options.json) {
      around.out().println(Documents.write(document));
    }
  }

  /** Tells something besides the result. */
  void note(String text) {
    if (!options.quiet) {
      around.err().println(Plain.lines(text));
    }
  }

  boolean isVerbose() {
    return options.verbose;
  }
}
