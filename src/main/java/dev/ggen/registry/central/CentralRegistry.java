package dev.ggen.registry.central;

import dev.ggen.registry.archive.ArchiveInspector;
import dev.ggen.registry.archive.Inspection;
import dev.ggen.registry.blob.Blob;
import dev.ggen.registry.blob.BlobStore;
import dev.ggen.registry.blob.StagedBlob;
import dev.ggen.registry.central.store.NewVersion;
import dev.ggen.registry.central.store.PackageReader;
import dev.ggen.registry.central.store.PackageWriter;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.PackageOverview;
import dev.ggen.registry.model.PackageRecord;
import dev.ggen.registry.model.SearchPage;
import dev.ggen.registry.model.SearchQuery;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.model.VersionSelector;
import dev.ggen.registry.port.Actor;
import dev.ggen.registry.port.ArchiveContent;
import dev.ggen.registry.port.Publication;
import dev.ggen.registry.port.Registry;
import dev.ggen.registry.port.RegistryException;
import dev.ggen.registry.search.PackageIndex;
import dev.ggen.registry.search.SearchIndexException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The registry that keeps its packages in a database and their archives in a blob store. A publish
 * makes the bytes durable first and the row after them, so a row never lacks its bytes; bytes
 * without a row are swept later. Safe for any thread.
 */
public final class CentralRegistry implements Registry {
  /**
   * How long a search waits for changes of this process that the index does not show yet. It takes
   * milliseconds, on a machine that is very busy more.
   */
  private static final Duration INDEX_PATIENCE = Duration.ofSeconds(5);

  private static final int NAMED_VERSIONS = 5;

  private final BlobStore blobs;
  private final ArchiveInspector inspector;
  private final long maxArchiveBytes;
  private final CentralTransactions transactions;
  private final PackageReader reader;
  private final PackageWriter writer;
  private final Commits commits;
  private final OverviewCache cache;
  private final CentralFeed feed;
  private final FeedFollower follower;
  private final PackageIndex index;
  private final DownloadCounter downloads;

  CentralRegistry(
      BlobStore blobs,
      ArchiveInspector inspector,
      long maxArchiveBytes,
      CentralTransactions transactions,
      PackageReader reader,
      PackageWriter writer,
      Commits commits,
      OverviewCache cache,
      CentralFeed feed,
      FeedFollower follower,
      PackageIndex index,
      DownloadCounter downloads) {
    this.blobs = blobs;
    this.inspector = inspector;
    this.maxArchiveBytes = maxArchiveBytes;
    this.transactions = transactions;
    this.reader = reader;
    this.writer = writer;
    this.commits = commits;
    this.cache = cache;
    this.feed = feed;
    this.follower = follower;
    this.index = index;
    this.downloads = downloads;
  }

  @Override
  public SearchPage search(SearchQuery query) {
    try {
      // Late is better than never: past the patience the answer names the sequence it stands at.
      var _ = follower.awaitIndexed(feed.knownSequence(), INDEX_PATIENCE);
      return index.search(query);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException.Unavailable("The registry is stopping.", e);
    } catch (SearchIndexException e) {
      throw new RegistryException.Unavailable("Search does not work now; try again later.", e);
    }
  }

  @Override
  public Publication publish(Actor actor, InputStream archive) {
    try (StagedBlob staged = blobs.stage(archive, maxArchiveBytes)) {
      Inspection inspection = inspector.inspect(staged.path());
      staged.keep();
      NewVersion added =
          new NewVersion(
              inspection.manifest(), staged.facts(), inspection.readmeText(), commits.now());
      return publish(actor, added, inspection);
    } catch (IOException e) {
      throw new RegistryException.Unavailable("The archive can't be stored now; try again.", e);
    }
  }

  private Publication publish(Actor actor, NewVersion added, Inspection inspection) {
    PackageWriter.Published published =
        commits.run(
            actor,
            "publish",
            added.manifest().name(),
            result ->
                result instanceof PackageWriter.Published.New made
                    ? Optional.of(made.change())
                    : Optional.empty(),
            () -> writer.publish(actor, added));
    return switch (published) {
      case PackageWriter.Published.New made ->
          new Publication(made.record(), true, inspection.notes());
      case PackageWriter.Published.Same same ->
          new Publication(same.record(), false, inspection.notes());
    };
  }

  @Override
  public PackageOverview overview(PackageName name) {
    return cache
        .get(name)
        .orElseThrow(() ->
            new RegistryException.NotFound(
                "package-not-found",
                "There is no package '%s'; search for it by a part of its name.".formatted(name)));
  }

  @Override
  public PackageRecord resolve(PackageName name, VersionSelector selector) {
    PackageOverview all = overview(name);
    return all.select(selector).orElseThrow(() -> notFound(all, selector));
  }

  private static RegistryException.NotFound notFound(
      PackageOverview all, VersionSelector selector) {
    String there =
        all.versions().values().stream()
            .filter(record -> !record.isYanked())
            .limit(NAMED_VERSIONS)
            .map(record -> record.version().toString())
            .collect(Collectors.joining(", "));
    return switch (selector) {
      case VersionSelector.Tagged tagged ->
          new RegistryException.NotFound(
              "tag-not-found",
              "%s has no usable version tagged '%s'; newest versions: %s."
                  .formatted(all.name(), tagged.tag(), there.isEmpty() ? "none" : there));
      case VersionSelector.Exact _, VersionSelector.InRange _ ->
          new RegistryException.NotFound(
              "version-not-found",
              "%s has no version %s; newest versions: %s."
                  .formatted(all.name(), selector, there.isEmpty() ? "none" : there));
    };
  }

  @Override
  public ArchiveContent fetch(PackageName name, Version version) {
    PackageRecord record = resolve(name, new VersionSelector.Exact(version));
    try {
      Blob blob =
          blobs
              .find(record.archive().sha256())
              .orElseThrow(() ->
                  new RegistryException.Unavailable(
                      "The archive of %s %s is missing or damaged on this server."
                          .formatted(name, version),
                      null));
      downloads.count(name);
      return new StoredArchive(record, blob);
    } catch (IOException e) {
      throw new RegistryException.Unavailable("The archive can't be read now.", e);
    }
  }

  @Override
  public Optional<String> readme(PackageName name, Version version) {
    PackageRecord record = resolve(name, new VersionSelector.Exact(version));
    return transactions.read(() -> reader.readme(record.name(), record.version()));
  }
}
