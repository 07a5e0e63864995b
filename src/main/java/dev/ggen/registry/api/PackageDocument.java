package dev.ggen.registry.api;

import dev.ggen.registry.model.ArchiveFacts;
import dev.ggen.registry.model.Digest;
import dev.ggen.registry.model.Manifest;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.PackageRecord;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.model.VersionRange;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version of a package.
 *
 * @param name the name, scope included
 * @param version the version
 * @param description description, or null
 * @param category category, or null
 * @param tags tags
 * @param keywords keywords
 * @param authors authors
 * @param license license, or null
 * @param homepage URL, or null
 * @param repository URL, or null
 * @param dependencies ranges by name
 * @param readme path of the read-me in the package, or null
 * @param integrity {@code sha512-…} of the archive
 * @param sha256 SHA-256 of the archive in hexadecimal
 * @param size length of the archive in bytes
 * @param publishedAt when it was published
 * @param publisher who published it
 * @param sequence the change that made this state
 * @param yanked why it was withdrawn, or null
 * @param deprecated what to do instead of using it, or null
 * @param archive path of the archive on the same server
 */
public record PackageDocument(
    String name,
    String version,
    @Nullable String description,
    @Nullable String category,
    List<String> tags,
    List<String> keywords,
    List<String> authors,
    @Nullable String license,
    @Nullable String homepage,
    @Nullable String repository,
    Map<String, String> dependencies,
    @Nullable String readme,
    String integrity,
    String sha256,
    long size,
    Instant publishedAt,
    String publisher,
    long sequence,
    @Nullable String yanked,
    @Nullable String deprecated,
    String archive) {

  /** Copies the collections. */
  public PackageDocument {
    tags = List.copyOf(tags);
    keywords = List.copyOf(keywords);
    authors = List.copyOf(authors);
    dependencies = Collections.unmodifiableMap(new LinkedHashMap<>(dependencies));
  }

  /** The document of a record. */
  public static PackageDocument of(PackageRecord record) {
    Manifest manifest = record.manifest();
    Map<String, String> dependencies = new LinkedHashMap<>();
    manifest.dependencies().forEach((k, v) -> dependencies.put(k.value(), v.toString()));
    return new PackageDocument(
        manifest.name().value(),
        manifest.version().toString(),
        manifest.description(),
        manifest.category(),
        manifest.tags(),
        manifest.keywords(),
        manifest.authors(),
        manifest.license(),
        manifest.homepage(),
        manifest.repository(),
        dependencies,
        manifest.readme(),
        record.archive().sha512().integrity(),
        record.archive().sha256().hex(),
        record.archive().sizeBytes(),
        record.publishedAt(),
        record.publisher(),
        record.sequence(),
        record.yanked(),
        record.deprecated(),
        archivePath(manifest.name(), manifest.version()));
  }

  /** Where a server keeps the archive of a version. */
  public static String archivePath(PackageName name, Version version) {
    return "/api/v1/packages/" + name + "/" + version + "/archive";
  }

  /**
   * The record of this document.
   *
   * @throws dev.ggen.registry.model.InvalidValueException if a field breaks a rule of the model
   */
  public PackageRecord toRecord() {
    LinkedHashMap<PackageName, VersionRange> ranges = new LinkedHashMap<>();
    dependencies.forEach((k, v) -> ranges.put(new PackageName(k), VersionRange.of(v)));
    Manifest manifest =
        new Manifest(
            new PackageName(name),
            Version.of(version),
            description,
            category,
            tags,
            keywords,
            authors,
            license,
            homepage,
            repository,
            ranges,
            readme);
    ArchiveFacts facts =
        new ArchiveFacts(
            new Digest(Digest.Algorithm.SHA256, sha256), Digest.ofIntegrity(integrity), size);
    return new PackageRecord(manifest, facts, publishedAt, publisher, sequence, yanked, deprecated);
  }
}
