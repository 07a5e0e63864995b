package dev.ggen.registry.port;

import dev.ggen.registry.model.Change;
import dev.ggen.registry.model.DistTag;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.PackageOverview;
import dev.ggen.registry.model.PackageRecord;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.model.VersionSelector;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One name of an {@link InMemoryRegistry}, which holds its lock around every call. */
final class InMemoryPackage {
  private final PackageName name;
  private final TreeMap<Version, PackageRecord> versions = new TreeMap<>(Comparator.reverseOrder());
  private final Map<Version, byte[]> archives = new HashMap<>();
  private final Map<Version, String> readmes = new HashMap<>();
  private final TreeMap<DistTag, Version> tags = new TreeMap<>();
  private final TreeSet<String> owners = new TreeSet<>();
  private long downloads;
  private long sequence;

  InMemoryPackage(PackageName name, String owner) {
    this.name = name;
    owners.add(owner);
  }

  void requireOwner(Actor actor) {
    if (!actor.admin() && !owners.contains(actor.user())) {
      throw new RegistryException.NotAllowed(
          "'%s' belongs to %s; ask an owner to add you.".formatted(name, owners));
    }
  }

  Optional<PackageRecord> find(Version version) {
    return Optional.ofNullable(versions.get(version));
  }

  PackageOverview overview() {
    return new PackageOverview(name, versions, tags, new ArrayList<>(owners), downloads, sequence);
  }

  PackageRecord resolve(VersionSelector selector) {
    return overview()
        .select(selector)
        .orElseThrow(() ->
            new RegistryException.NotFound(
                selector instanceof VersionSelector.Tagged ? "tag-not-found" : "version-not-found",
                "'%s' has no version '%s'; there are %s."
                    .formatted(name, selector, versions.keySet())));
  }

  void add(PackageRecord added, byte[] bytes, @Nullable String readme) {
    versions.put(added.version(), added);
    archives.put(added.version(), bytes);
    if (readme != null) {
      readmes.put(added.version(), readme);
    }
    sequence = added.sequence();
    boolean highest =
        versions.headMap(added.version()).keySet().stream()
            .allMatch(higher -> higher.isPrerelease() && !added.version().isPrerelease());
    boolean onlyPrereleases = versions.keySet().stream().allMatch(Version::isPrerelease);
    if (highest && (onlyPrereleases || !added.version().isPrerelease())) {
      tags.put(DistTag.LATEST, added.version());
    }
  }

  /** Returns false if the mark was so already. */
  boolean mark(Version version, Change.Type type, @Nullable String text, long next) {
    PackageRecord old = resolve(new VersionSelector.Exact(version));
    boolean yank = type == Change.Type.YANKED || type == Change.Type.UNYANKED;
    if (type == Change.Type.YANKED && old.isYanked()) {
      return false;
    }
    String yanked = yank ? text : old.yanked();
    String deprecated = yank ? old.deprecated() : text;
    if (Objects.equals(yanked, old.yanked()) && Objects.equals(deprecated, old.deprecated())) {
      return false;
    }
    versions.put(
        version,
        new PackageRecord(
            old.manifest(),
            old.archive(),
            old.publishedAt(),
            old.publisher(),
            next,
            yanked,
            deprecated));
    sequence = next;
    if (yank) {
      moveLatest();
    }
    return true;
  }

  private void moveLatest() {
    tags.remove(DistTag.LATEST);
    Stream.concat(
            versions.values().stream().filter(r -> !r.version().isPrerelease()),
            versions.values().stream())
        .filter(r -> !r.isYanked())
        .findFirst()
        .ifPresent(r -> tags.put(DistTag.LATEST, r.version()));
  }

  ArchiveContent fetch(Version version) {
    PackageRecord found = resolve(new VersionSelector.Exact(version));
    downloads++;
    return new Content(found, archives.get(version));
  }

  Optional<String> readme(Version version) {
    resolve(new VersionSelector.Exact(version));
    return Optional.ofNullable(readmes.get(version));
  }

  boolean setTag(DistTag tag, Version version) {
    resolve(new VersionSelector.Exact(version));
    return !version.equals(tags.put(tag, version));
  }

  void removeTag(DistTag tag) {
    if (tag.equals(DistTag.LATEST)) {
      throw new RegistryException.Conflict("The tag 'latest' can't be removed.");
    }
    if (tags.remove(tag) == null) {
      throw new RegistryException.NotFound(
          "tag-not-found", "'%s' has no tag '%s'.".formatted(name, tag));
    }
  }

  boolean addOwner(String user) {
    return owners.add(user);
  }

  boolean removeOwner(String user) {
    if (!owners.contains(user)) {
      throw new RegistryException.NotFound(
          "owner-not-found", "'%s' does not own '%s'.".formatted(user, name));
    }
    if (owners.equals(Set.of(user))) {
      throw new RegistryException.Conflict(
          "'%s' is the only owner of '%s'; add another one first.".formatted(user, name));
    }
    return owners.remove(user);
  }

  void touch(long newest) {
    sequence = newest;
  }

  private static final class Content implements ArchiveContent {
    private final PackageRecord record;
    private final byte[] bytes;

    Content(PackageRecord record, byte[] bytes) {
      this.record = record;
      this.bytes = bytes;
    }

    @Override
    public PackageRecord record() {
      return record;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public Optional<Path> file() {
      return Optional.empty();
    }
  }
}
