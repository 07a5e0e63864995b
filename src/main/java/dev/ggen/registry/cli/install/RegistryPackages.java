package dev.ggen.registry.cli.install;

import dev.ggen.registry.api.OverviewDocument;
import dev.ggen.registry.api.PackageDocument;
import dev.ggen.registry.cli.remote.RegistryClient;
import dev.ggen.registry.cli.resolve.Candidate;
import dev.ggen.registry.cli.resolve.Candidates;
import dev.ggen.registry.cli.resolve.PackageSource;
import dev.ggen.registry.model.DistTag;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.model.VersionSelector;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** What a registry offers, each name asked for once and several at the same time. */
final class RegistryPackages implements PackageSource, AutoCloseable {
  /** How many requests at the same time: as many connections as browsers open. */
  static final int MAX_PARALLEL = 4;

  private final RegistryClient client;
  private final LockFile lock;
  private final boolean withDependencies;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(MAX_PARALLEL, Thread.ofVirtual().factory());
  private final Map<PackageName, Future<Optional<OverviewDocument>>> asked =
      new ConcurrentHashMap<>();
  private final Map<PackageName, Optional<Candidates>> known = new HashMap<>();

  /**
   * @param client the registry
   * @param lock whose versions to prefer
   * @param withDependencies whether what packages want counts
   */
  RegistryPackages(RegistryClient client, LockFile lock, boolean withDependencies) {
    this.client = client;
    this.lock = lock;
    this.withDependencies = withDependencies;
  }

  @Override
  public void announce(Collection<PackageName> names) {
    for (PackageName name : names) {
      Future<?> _ = ask(name); // its outcome is taken in overview()
    }
  }

  private Future<Optional<OverviewDocument>> ask(PackageName name) {
    return asked.computeIfAbsent(name, each -> threads.submit(() -> client.overview(each)));
  }

  @Override
  public Optional<Candidates> candidates(PackageName name) {
    Optional<Candidates> found = known.get(name);
    if (found == null) {
      found = overview(name).map(overview -> candidates(name, overview));
      known.put(name, found);
    }
    return found;
  }

  /** The document of a version that was a candidate. */
  Optional<PackageDocument> document(PackageName name, Version version) {
    return overview(name)
        .flatMap(overview ->
            overview.versions().stream()
                .filter(each -> each.version().equals(version.toString()))
                .findFirst());
  }

  private Optional<OverviewDocument> overview(PackageName name) {
    try {
      return ask(name).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InstallException(InstallException.Kind.OFFLINE, "Interrupted.", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("Asking for " + name + " failed.", e);
    }
  }

  private Candidates candidates(PackageName name, OverviewDocument overview) {
    Map<DistTag, Version> tags = new HashMap<>();
    overview.tags().forEach((tag, version) -> tags.put(new DistTag(tag), Version.of(version)));
    return new Candidates(
        name,
        overview.versions().stream().map(this::candidate).toList(),
        tags,
        lock.versionOf(name));
  }

  private Candidate candidate(PackageDocument document) {
    return new Candidate(
        Version.of(document.version()), wishes(document), document.yanked() != null);
  }

  private SequencedMap<PackageName, VersionSelector> wishes(PackageDocument document) {
    SequencedMap<PackageName, VersionSelector> wishes = new LinkedHashMap<>();
    if (withDependencies) {
      document
          .dependencies()
          .forEach((name, range) -> wishes.put(new PackageName(name), selector(range)));
    }
    return wishes;
  }

  /** A dependency is a range; an exact version may be yanked, as when a user asks for it. */
  static VersionSelector selector(@Nullable String range) {
    return VersionSelector.of(range == null || range.isBlank() ? "*" : range);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
