package dev.ggen.registry.central.store;

import dev.ggen.registry.central.store.Repositories.Downloads;
import dev.ggen.registry.central.store.Repositories.Owners;
import dev.ggen.registry.central.store.Repositories.Packages;
import dev.ggen.registry.central.store.Repositories.Readmes;
import dev.ggen.registry.central.store.Repositories.Tags;
import dev.ggen.registry.central.store.Repositories.Versions;
import dev.ggen.registry.model.ArchiveFacts;
import dev.ggen.registry.model.Digest;
import dev.ggen.registry.model.DistTag;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.PackageOverview;
import dev.ggen.registry.model.PackageRecord;
import dev.ggen.registry.model.Version;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;

/** Reads packages. Call it in a transaction that sees one state of the database. */
public final class PackageReader {
  private final Packages packages;
  private final Versions versions;
  private final Readmes readmes;
  private final Tags tags;
  private final Owners owners;
  private final Downloads downloads;

  PackageReader(
      Packages packages,
      Versions versions,
      Readmes readmes,
      Tags tags,
      Owners owners,
      Downloads downloads) {
    this.packages = packages;
    this.versions = versions;
    this.readmes = readmes;
    this.tags = tags;
    this.owners = owners;
    this.downloads = downloads;
  }

  /** All of one name, if anything was published under it. */
  public Optional<PackageOverview> overview(PackageName name) {
    return packages.findByName(name.value()).map(this::toOverview);
  }

  /** A page of all packages, in the order in which they came. */
  public Page page(long afterId, int limit) {
    List<PackageEntity> found = packages.findByIdGreaterThanOrderById(afterId, Limit.of(limit));
    long last = found.isEmpty() ? afterId : found.getLast().id();
    return new Page(last, found.stream().map(this::toOverview).toList());
  }

  /** The read-me of a version, if it has one. */
  public Optional<String> readme(PackageName name, Version version) {
    return readmes.find(name.value(), version.toString());
  }

  /** True if a version has this archive. */
  public boolean refersTo(Digest sha256) {
    return versions.existsBySha256(sha256.hex());
  }

  /** How much there is in all. */
  public Counts counts() {
    Repositories.Totals totals = versions.totals();
    return new Counts(packages.count(), totals.getVersions(), totals.getBytes());
  }

  PackageOverview toOverview(PackageEntity entity) {
    PackageName name = new PackageName(entity.name);
    LinkedHashMap<Version, PackageRecord> records = new LinkedHashMap<>();
    versions.findByPackageId(entity.id()).stream()
        .map(row -> toRecord(name, row))
        .sorted(Comparator.comparing(PackageRecord::version).reversed())
        .forEach(record -> records.put(record.version(), record));
    return new PackageOverview(
        name,
        records,
        tagsOf(entity),
        owners.findByPackageIdOrderByUserName(entity.id()).stream()
            .map(owner -> owner.userName)
            .toList(),
        downloads.findById(entity.id()).map(row -> row.downloads).orElse(0L),
        entity.sequence);
  }

  private SortedMap<DistTag, Version> tagsOf(PackageEntity entity) {
    SortedMap<DistTag, Version> found = new TreeMap<>();
    tags.findByPackageId(entity.id())
        .forEach(row -> found.put(new DistTag(row.tag), Version.of(row.version)));
    return found;
  }

  static PackageRecord toRecord(PackageName name, VersionEntity row) {
    Instant publishedAt = row.publishedAt;
    @Nullable String yanked = row.yanked;
    return new PackageRecord(
        ManifestCodec.decode(name, Version.of(row.version), row.manifest),
        new ArchiveFacts(
            new Digest(Digest.Algorithm.SHA256, row.sha256),
            new Digest(Digest.Algorithm.SHA512, row.sha512),
            row.sizeBytes),
        publishedAt,
        row.publisher,
        row.sequence,
        yanked,
        row.deprecated);
  }

  /**
   * Some packages.
   *
   * @param lastId what to continue after
   * @param packages the packages; empty at the end
   */
  public record Page(long lastId, List<PackageOverview> packages) {
    /** Copies the list. */
    public Page {
      packages = List.copyOf(packages);
    }
  }

  /**
   * Counts.
   *
   * @param packages names
   * @param versions versions of them
   * @param archiveBytes sum of the archives' lengths
   */
  public record Counts(long packages, long versions, long archiveBytes) {}
}
