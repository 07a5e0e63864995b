package dev.ggen.registry.cli.install;

import dev.ggen.registry.api.PackageDocument;
import dev.ggen.registry.cli.remote.RegistryClient;
import dev.ggen.registry.cli.resolve.Candidate;
import dev.ggen.registry.cli.resolve.DependencySolver;
import dev.ggen.registry.cli.resolve.Resolution;
import dev.ggen.registry.cli.resolve.UnsolvableException;
import dev.ggen.registry.model.ArchiveFacts;
import dev.ggen.registry.model.Digest;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.model.VersionSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides what an install will do: follows the lock where it answers, asks the registry and solves
 * otherwise. Changes nothing.
 */
public final class InstallPlanner {
  private final RegistryClient client;

  /**
   * @param client the registry
   */
  public InstallPlanner(RegistryClient client) {
    this.client = client;
  }

  /**
   * The plan.
   *
   * @param old the lock as it is
   * @throws InstallException if the lock would have to change and may not
   * @throws dev.ggen.registry.cli.resolve.UnsolvableException if no versions suit everyone
   */
  public InstallPlan plan(LockFile old, InstallRequest request) {
    SortedMap<PackageName, VersionSelector> roots = roots(old, request);
    List<String> notes = new ArrayList<>();
    LockFile lock =
        follow(old, roots, request).orElseGet(() -> resolve(old, roots, request, notes));
    if (request.frozen() && !lock.equals(old)) {
      throw new InstallException(
          InstallException.Kind.LOCK,
          "--frozen forbids to change %s, but the install would:%s"
              .formatted(request.lockFile(), LockDifference.text(old, lock)),
          null);
    }
    notes.addAll(leftOut(lock));
    return new InstallPlan(lock, !lock.equals(old), notes);
  }

  private static SortedMap<PackageName, VersionSelector> roots(
      LockFile old, InstallRequest request) {
    SortedMap<PackageName, VersionSelector> roots = new TreeMap<>(old.roots());
    request
        .wishes()
        .forEach((name, selector) ->
            roots.put(name, selector.orElse(roots.getOrDefault(name, VersionSelector.LATEST))));
    return roots;
  }

  private static Optional<LockFile> follow(
      LockFile old, SortedMap<PackageName, VersionSelector> roots, InstallRequest request) {
    if (request.update() || !old.covers(roots, request.withDependencies())) {
      return Optional.empty();
    }
    LockFile lock = old.reducedTo(roots, request.withDependencies());
    return request.strict() && !lock.missing().isEmpty() ? Optional.empty() : Optional.of(lock);
  }

  private LockFile resolve(
      LockFile old,
      SortedMap<PackageName, VersionSelector> roots,
      InstallRequest request,
      List<String> notes) {
    if (request.offline()) {
      throw new InstallException(
          InstallException.Kind.OFFLINE,
          "%s does not answer this, and --offline forbids to ask the registry."
              .formatted(request.lockFile()),
          null);
    }
    LockFile preferred = preferred(old, request);
    try (RegistryPackages packages =
        new RegistryPackages(client, preferred, request.withDependencies())) {
      Resolution resolution = solve(packages, preferred, roots, request.strict());
      SortedMap<PackageName, LockedPackage> chosen = new TreeMap<>();
      resolution
          .chosen()
          .forEach(
              (name, each) -> chosen.put(name, locked(packages, preferred, name, each, notes)));
      return new LockFile(roots, chosen, new TreeSet<>(resolution.missing().keySet()));
    }
  }

  /** The part of the lock that is to be kept where it will do. */
  private static LockFile preferred(LockFile old, InstallRequest request) {
    if (!request.update()) {
      return old;
    }
    if (request.wishes().isEmpty()) {
      return LockFile.EMPTY;
    }
    SortedMap<PackageName, LockedPackage> kept = new TreeMap<>(old.packages());
    kept.keySet().removeAll(request.wishes().keySet());
    return new LockFile(old.roots(), kept, old.missing());
  }

  /** Holds what a tag named when it was locked, unless there is no solution with it. */
  private static Resolution solve(
      RegistryPackages packages,
      LockFile preferred,
      SortedMap<PackageName, VersionSelector> roots,
      boolean strict) {
    SortedMap<PackageName, VersionSelector> held = new TreeMap<>(roots);
    held.replaceAll((name, selector) -> held(preferred, name, selector));
    try {
      return new DependencySolver(packages, held, strict).solve();
    } catch (UnsolvableException e) {
      if (held.equals(roots)) {
        throw e;
      }
      return new DependencySolver(packages, roots, strict).solve();
    }
  }

  private static VersionSelector held(
      LockFile preferred, PackageName name, VersionSelector selector) {
    Version locked = preferred.versionOf(name);
    return locked != null
            && selector instanceof VersionSelector.Tagged
            && selector.equals(preferred.roots().get(name))
        ? new VersionSelector.Exact(locked)
        : selector;
  }

  private static LockedPackage locked(
      RegistryPackages packages,
      LockFile old,
      PackageName name,
      Candidate chosen,
      List<String> notes) {
    PackageDocument document = packages.document(name, chosen.version()).orElseThrow();
    ArchiveFacts facts =
        new ArchiveFacts(
            new Digest(Digest.Algorithm.SHA256, document.sha256()),
            Digest.ofIntegrity(document.integrity()),
            document.size());
    SortedMap<PackageName, VersionSelector> wishes = new TreeMap<>();
    document
        .dependencies()
        .forEach((k, v) -> wishes.put(new PackageName(k), RegistryPackages.selector(v)));
    LockedPackage locked = new LockedPackage(name, chosen.version(), facts, wishes);
    checkUnchanged(old.packages().get(name), locked);
    noteMarks(locked.id(), document, notes);
    return locked;
  }

  private static void checkUnchanged(@Nullable LockedPackage before, LockedPackage now) {
    if (before == null || !before.version().equals(now.version())) {
      return;
    }
    ArchiveCheck.difference(now.archive(), before.archive())
        .ifPresent(difference -> {
          throw new InstallException(
              InstallException.Kind.DAMAGED,
              "The registry offers another archive as %s than the lock file names: %s. A published version never changes, so one of them is wrong. Do not use it until you know which."
                  .formatted(now.id(), difference),
              null);
        });
  }

  private static void noteMarks(String id, PackageDocument document, List<String> notes) {
    if (document.deprecated() != null) {
      notes.add("%s is deprecated: %s".formatted(id, document.deprecated()));
    }
    if (document.yanked() != null) {
      notes.add("%s was yanked: %s".formatted(id, document.yanked()));
    }
  }

  private static List<String> leftOut(LockFile lock) {
    return lock.missing().stream()
        .map(name ->
            "The registry does not know %s, wanted by %s; it was left out."
                .formatted(name, LockDifference.wishers(lock, name)))
        .toList();
  }
}
