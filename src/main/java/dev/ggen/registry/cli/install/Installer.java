package dev.ggen.registry.cli.install;

import dev.ggen.registry.cli.remote.RegistryClient;
import dev.ggen.registry.cli.remote.TransferListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Installs packages: plans, fetches, verifies, unpacks, and only when all of that has succeeded
 * changes the directory and the lock file. One install at a time.
 */
public final class Installer {
  /** How many archives are fetched at the same time: more only share one line. */
  static final int MAX_PARALLEL = 4;

  /** How long to wait for another ggen in the same directory. */
  static final Duration LOCK_PATIENCE = Duration.ofSeconds(60);

  private final InstallPlanner planner;
  private final ArchiveFetcher fetcher;
  private final Unpacking unpacking;
  private final Disk disk;
  private final Path locks;

  /**
   * @param client the registry
   * @param fetcher where archives come from
   * @param unpacking how they are unpacked
   * @param locks where locks between processes are kept
   */
  public Installer(RegistryClient client, ArchiveFetcher fetcher, Unpacking unpacking, Path locks) {
    this(client, fetcher, unpacking, locks, new Disk());
  }

  Installer(
      RegistryClient client, ArchiveFetcher fetcher, Unpacking unpacking, Path locks, Disk disk) {
    this.planner = new InstallPlanner(client);
    this.fetcher = fetcher;
    this.unpacking = unpacking;
    this.locks = locks;
    this.disk = disk;
  }

  /**
   * Installs; if this throws, directory and lock file are as before.
   *
   * @param progress hears how many bytes will come, then of each part of them
   * @throws InstallException if it can't be done
   * @throws dev.ggen.registry.cli.remote.RemoteException if the registry does not help
   * @throws dev.ggen.registry.cli.resolve.UnsolvableException if no versions suit everyone
   */
  public InstallReport install(InstallRequest request, InstallProgress progress) {
    try (DirectoryLock _ = DirectoryLock.take(locks, request.directory(), LOCK_PATIENCE)) {
      return whileLocked(request, progress);
    } catch (IOException e) {
      throw new InstallException(
          InstallException.Kind.FILES,
          "Nothing was installed, because a file could not be written: %s"
              .formatted(e.getMessage()),
          e);
    }
  }

  private InstallReport whileLocked(InstallRequest request, InstallProgress progress)
      throws IOException {
    PackageDirectory directory = new PackageDirectory(request.directory(), disk);
    directory.recover();
    LockFile old = readLock(request.lockFile());
    InstallPlan plan = planner.plan(old, request);
    List<Change> changes = directory.compare(plan.lock());
    List<String> notes = new ArrayList<>(plan.notes());
    boolean nothing = changes.stream().allMatch(each -> each.kind() == Change.Kind.UNCHANGED);
    if (plan.changesLock() || !nothing) {
      Map<String, Path> archives = fetch(plan.lock(), changes, progress);
      notes.addAll(directory.apply(changes, plan.lock(), request.lockFile(), archives, unpacking));
    }
    List<String> missing = plan.lock().missing().stream().map(Object::toString).toList();
    return new InstallReport(changes, plan.changesLock(), missing, notes);
  }

  private static LockFile readLock(Path file) throws IOException {
    if (Files.notExists(file)) {
      return LockFile.EMPTY;
    }
    if (Files.size(file) > LockFileCodec.MAX_BYTES) {
      throw new InstallException(
          InstallException.Kind.LOCK, file + " is too long to be a lock file.", null);
    }
    return LockFileCodec.read(Files.readString(file), file.toString());
  }

  private Map<String, Path> fetch(LockFile lock, List<Change> changes, InstallProgress progress) {
    List<LockedPackage> wanted =
        lock.packages().values().stream()
            .filter(locked -> changes.stream().anyMatch(each -> needs(each, locked)))
            .toList();
    progress.begin(wanted.stream().mapToLong(each -> each.archive().sizeBytes()).sum());
    ExecutorService threads =
        Executors.newFixedThreadPool(MAX_PARALLEL, Thread.ofVirtual().factory());
    try {
      Map<String, Future<Path>> coming = new LinkedHashMap<>();
      for (LockedPackage each : wanted) {
        TransferListener listener = progress::moved;
        coming.put(each.name().value(), threads.submit(() -> fetcher.fetch(each, listener)));
      }
      Map<String, Path> archives = new LinkedHashMap<>();
      coming.forEach((name, archive) -> archives.put(name, outcome(archive)));
      return archives;
    } finally {
      threads.shutdownNow();
      progress.end();
    }
  }

  private static boolean needs(Change change, LockedPackage locked) {
    return change.name().equals(locked.name().value())
        && switch (change.kind()) {
          case ADDED, REPLACED, REPAIRED -> true;
          case UNCHANGED, REMOVED -> false;
        };
  }

  private static Path outcome(Future<Path> archive) {
    try {
      return archive.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InstallException(InstallException.Kind.FILES, "Interrupted.", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("A download failed.", e);
    }
  }
}
