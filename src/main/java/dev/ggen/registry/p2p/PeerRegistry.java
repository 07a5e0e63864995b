package dev.ggen.registry.p2p;

import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.unixfs.ArchiveDag;
import dev.ggen.registry.archive.ArchiveInspector;
import dev.ggen.registry.archive.Inspection;
import dev.ggen.registry.blob.Blob;
import dev.ggen.registry.blob.StagedBlob;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.PackageOverview;
import dev.ggen.registry.model.PackageRecord;
import dev.ggen.registry.model.SearchPage;
import dev.ggen.registry.model.SearchQuery;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.model.VersionSelector;
import dev.ggen.registry.p2p.cache.ArchiveCache;
import dev.ggen.registry.p2p.catalogue.NameView;
import dev.ggen.registry.p2p.catalogue.Outcome;
import dev.ggen.registry.p2p.catalogue.Resolution;
import dev.ggen.registry.p2p.catalogue.Source;
import dev.ggen.registry.p2p.record.SignedRecord;
import dev.ggen.registry.p2p.record.VersionRecord;
import dev.ggen.registry.p2p.trust.Ownership;
import dev.ggen.registry.port.Actor;
import dev.ggen.registry.port.ArchiveContent;
import dev.ggen.registry.port.Publication;
import dev.ggen.registry.port.Registry;
import dev.ggen.registry.port.RegistryException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The registry that peers make together (design §6). Works without any: then with what is here.
 * Publishers are peer ids here, and this node's is that of its signing key. Any thread.
 */
public final class PeerRegistry implements Registry {
  private static final Duration INDEX_PATIENCE = Duration.ofSeconds(5);

  private final PeerStorage storage;
  private final NodeHolder nodes;
  private final PeerQuestions questions;
  private final ArchiveInspector inspector;
  private final InstantSource clock;

  /** A registry over a storage, and over the node that runs at the time of a call. */
  public PeerRegistry(
      PeerStorage storage, NodeHolder nodes, ArchiveInspector inspector, InstantSource clock) {
    this.storage = storage;
    this.nodes = nodes;
    this.questions = new PeerQuestions(storage, nodes);
    this.inspector = inspector;
    this.clock = clock;
  }

  @Override
  public SearchPage search(SearchQuery query) {
    SearchPage here = storage.catalogue().search(query);
    boolean complete =
        nodes.node().map(node -> node.synchronization().status().firstSyncFinished()).orElse(true);
    if (here.total() > 0 && complete) {
      return here;
    }
    return questions.search(query) ? storage.catalogue().search(query) : here;
  }

  // Publishing.

  @Override
  public Publication publish(Actor actor, InputStream archive) {
    try (StagedBlob staged = storage.blobs().stage(archive, storage.settings().maxArchiveBytes())) {
      Inspection inspection = inspector.inspect(staged.path());
      PackageName name = inspection.manifest().name();
      Version version = inspection.manifest().version();
      Optional<PackageRecord> present = present(name, version);
      if (present.isPresent() && present.get().archive().equals(staged.facts())) {
        return new Publication(present.get(), false, inspection.notes());
      }
      requireOwn(name, version, present);
      PackageRecord made =
          new PackageRecord(
              inspection.manifest(),
              staged.facts(),
              clock.instant(),
              me().toString(),
              1,
              null,
              null);
      staged.keep();
      SignedRecord _ = share(made);
      awaitIndexed();
      return new Publication(present(name, version).orElse(made), true, inspection.notes());
    } catch (IOException e) {
      throw new RegistryException.Unavailable("The archive can't be stored now.", e);
    }
  }

  /** So that who publishes finds it at once. */
  private void awaitIndexed() {
    try {
      boolean _ =
          storage.catalogue().awaitIndexed(storage.catalogue().status().sequence(), INDEX_PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private PeerId me() {
    return storage.signingKey().publicKey().peerId();
  }

  private Optional<PackageRecord> present(PackageName name, Version version) {
    return storage
        .catalogue()
        .find(name)
        .flatMap(NameView::overview)
        .map(overview -> overview.versions().get(version));
  }

  private void requireOwn(PackageName name, Version version, Optional<PackageRecord> present) {
    if (present.isPresent()) {
      throw new RegistryException.VersionTaken(
          "%s@%s exists with other bytes; publish another version.".formatted(name, version));
    }
    Ownership ownership = storage.catalogue().ownership(name);
    boolean unknown = storage.catalogue().find(name).isEmpty();
    if (!unknown && !ownership.includes(me())) {
      throw new RegistryException.NotAllowed(
          "%s belongs to others: %s".formatted(name, ownership.verdict(me()).explanation()));
    }
  }

  /**
   * Signs a version whose bytes are in the blob store, takes it into the catalogue and announces
   * it. Doing it twice changes nothing.
   */
  public SignedRecord share(PackageRecord published) throws IOException {
    ArchiveDag dag = dag(published);
    storage
        .cache()
        .published(
            published.archive(), dag.root(), dag.nodes(), published.name(), published.version());
    SignedRecord record =
        SignedRecord.seal(storage.signingKey(), VersionRecord.of(published, dag.root()));
    Outcome outcome = storage.catalogue().offer(record, Source.LOCAL);
    if (outcome instanceof Outcome.Refused refused && refused.reason() != Outcome.Reason.OUTDATED) {
      throw new RegistryException.Conflict(
          "%s@%s can't be shared with peers: %s"
              .formatted(published.name(), published.version(), refused.explanation()));
    }
    nodes.node().ifPresent(node -> node.announce(record));
    return record;
  }

  private ArchiveDag dag(PackageRecord published) throws IOException {
    Blob blob =
        storage
            .blobs()
            .find(published.archive().sha256())
            .orElseThrow(() ->
                new IOException(
                    "the archive of %s@%s is not in the blob store"
                        .formatted(published.name(), published.version())));
    try (InputStream in = new BufferedInputStream(blob.open())) {
      return ArchiveDag.of(in);
    }
  }

  // Asking.

  @Override
  public PackageOverview overview(PackageName name) {
    Optional<PackageOverview> here = storage.catalogue().find(name).flatMap(NameView::overview);
    if (here.isEmpty() && questions.resolve(name, VersionSelector.LATEST)) {
      here = storage.catalogue().find(name).flatMap(NameView::overview);
    }
    return here.orElseThrow(() -> notFound(name));
  }

  private static RegistryException notFound(PackageName name) {
    return new RegistryException.NotFound(
        "package-not-found",
        "There is no package '%s', neither here nor with the peers that were asked."
            .formatted(name));
  }

  @Override
  public PackageRecord resolve(PackageName name, VersionSelector selector) {
    return record(name, selector).toPackageRecord(clock.instant());
  }

  private SignedRecord record(PackageName name, VersionSelector selector) {
    Resolution here = storage.catalogue().resolve(name, selector);
    if (here instanceof Resolution.Unknown && questions.resolve(name, selector)) {
      here = storage.catalogue().resolve(name, selector);
    }
    return switch (here) {
      case Resolution.Found found -> found.record();
      case Resolution.Withheld withheld ->
          throw new RegistryException.Conflict(
              "%s can't be installed: %s See: ggen p2p trust %s"
                  .formatted(name, withheld.verdict().explanation(), name));
      case Resolution.Unknown _ -> throw unknown(name, selector);
    };
  }

  private RegistryException unknown(PackageName name, VersionSelector selector) {
    Optional<PackageOverview> known = storage.catalogue().find(name).flatMap(NameView::overview);
    if (known.isEmpty()) {
      return notFound(name);
    }
    List<String> versions =
        known.get().versions().keySet().stream().limit(5).map(Version::toString).toList();
    return new RegistryException.NotFound(
        selector instanceof VersionSelector.Tagged ? "tag-not-found" : "version-not-found",
        "'%s' has no '%s'; there are %s.".formatted(name, selector, String.join(", ", versions)));
  }

  @Override
  public ArchiveContent fetch(PackageName name, Version version) {
    SignedRecord record = record(name, new VersionSelector.Exact(version));
    try {
      Optional<ArchiveCache.Lease> here = storage.cache().lease(record.content().sha256());
      if (here.isEmpty()) {
        questions.download(record.content());
        here = storage.cache().lease(record.content().sha256());
      }
      storage.catalogue().keep(name);
      ArchiveCache.Lease lease =
          here.orElseThrow(() -> new IOException("the archive had to make room again at once"));
      return new LeasedArchive(record.toPackageRecord(clock.instant()), lease.blob(), lease);
    } catch (IOException e) {
      throw new RegistryException.Unavailable(
          "The archive of %s@%s can't be had now: %s"
              .formatted(name, version, String.valueOf(e.getMessage())),
          e);
    }
  }

  /** Whether an archive is here already. */
  public boolean has(PackageRecord record) {
    return storage.cache().has(record.archive().sha256());
  }

  /** The CID of a kept archive. */
  public Optional<Cid> cid(PackageRecord record) {
    return storage.cache().find(record.archive().sha256()).map(each -> each.root());
  }

  @Override
  public Optional<String> readme(PackageName name, Version version) {
    SignedRecord record = record(name, new VersionSelector.Exact(version));
    try {
      Optional<ArchiveCache.Lease> lease = storage.cache().lease(record.content().sha256());
      if (lease.isEmpty()) {
        return Optional.empty();
      }
      try (ArchiveCache.Lease held = lease.get()) {
        return Optional.ofNullable(inspector.inspect(held.blob().path()).readmeText());
      }
    } catch (IOException e) {
      throw new RegistryException.Unavailable("The read-me can't be read now.", e);
    }
  }

  /** An archive that stays as long as its first stream is read, or this object is used. */
  private record LeasedArchive(PackageRecord record, Blob blob, ArchiveCache.Lease lease)
      implements ArchiveContent {
    @Override
    public InputStream open() throws IOException {
      InputStream bytes = Files.newInputStream(blob.path());
      lease.close(); // An open file can be read to its end, also when it is deleted meanwhile.
      return bytes;
    }

    @Override
    public Optional<Path> file() {
      return Optional.of(blob.path());
    }
  }
}
