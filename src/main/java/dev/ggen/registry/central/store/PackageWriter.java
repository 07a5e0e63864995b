package dev.ggen.registry.central.store;

import dev.ggen.registry.central.store.Repositories.Downloads;
import dev.ggen.registry.central.store.Repositories.Owners;
import dev.ggen.registry.central.store.Repositories.Packages;
import dev.ggen.registry.central.store.Repositories.Readmes;
import dev.ggen.registry.central.store.Repositories.Tags;
import dev.ggen.registry.central.store.Repositories.Versions;
import dev.ggen.registry.model.Change;
import dev.ggen.registry.model.DistTag;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.PackageRecord;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.port.Actor;
import dev.ggen.registry.port.Problem;
import dev.ggen.registry.port.RegistryException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes packages. Each method runs in the caller's transaction, locks the package's row first and
 * the feed's last, and gives the change it made, or nothing if all was as asked already.
 */
public final class PackageWriter {
  /** The longest stored manifest in characters; the column's length. */
  static final int MAX_MANIFEST_CHARACTERS = 1_000_000;

  private final Packages packages;
  private final Versions versions;
  private final Readmes readmes;
  private final Tags tags;
  private final Owners owners;
  private final Downloads downloads;
  private final FeedStore feed;

  PackageWriter(
      Packages packages,
      Versions versions,
      Readmes readmes,
      Tags tags,
      Owners owners,
      Downloads downloads,
      FeedStore feed) {
    this.packages = packages;
    this.versions = versions;
    this.readmes = readmes;
    this.tags = tags;
    this.owners = owners;
    this.downloads = downloads;
    this.feed = feed;
  }

  /** What a publish found or made. */
  public sealed interface Published {
    /**
     * The version is new.
     *
     * @param record the version
     * @param change the change
     */
    record New(PackageRecord record, Change change) implements Published {}

    /**
     * The same bytes were there already.
     *
     * @param record the version as it stands
     */
    record Same(PackageRecord record) implements Published {}
  }

  /**
   * Adds a version; the first one of a name makes the actor its owner.
   *
   * @throws RegistryException.NotAllowed if the name belongs to others
   * @throws RegistryException.VersionTaken if the version exists with other bytes
   */
  public Published publish(Actor actor, NewVersion added) {
    PackageName name = added.manifest().name();
    Optional<PackageEntity> known = packages.lockByName(name.value());
    known.ifPresent(found -> requireOwner(actor, found));
    PackageEntity target = known.orElseGet(() -> create(name, actor, added.at()));
    Version version = added.manifest().version();
    Optional<VersionEntity> before =
        versions.findByPackageIdAndVersion(target.id(), version.toString());
    if (before.isPresent()) {
      return same(name, added, before.get());
    }
    VersionEntity row = row(target, actor, added);
    versions.save(row);
    if (added.readme() != null && row.id != null) {
      readmes.save(new ReadmeEntity(row.id, StorableText.of(added.readme())));
    }
    updateLatest(target, version);
    Change change = change(actor, target, Change.Type.PUBLISHED, version, added.at(), null);
    row.sequence = change.sequence();
    return new Published.New(PackageReader.toRecord(name, row), change);
  }

  private static Published same(PackageName name, NewVersion added, VersionEntity before) {
    if (!before.sha256.equals(added.archive().sha256().hex())) {
      throw new RegistryException.VersionTaken(
          "%s %s was published already with other bytes (sha256 %s, yours %s); versions never change, so raise the version number."
              .formatted(
                  name, added.manifest().version(), before.sha256, added.archive().sha256().hex()));
    }
    return new Published.Same(PackageReader.toRecord(name, before));
  }

  private PackageEntity create(PackageName name, Actor actor, Instant at) {
    PackageEntity created = packages.saveAndFlush(new PackageEntity(name.value(), at));
    owners.save(new OwnerEntity(created.id(), actor.user()));
    downloads.save(new DownloadsEntity(created.id(), 0));
    return created;
  }

  private static VersionEntity row(PackageEntity target, Actor actor, NewVersion added) {
    String manifest = StorableText.of(ManifestCodec.encode(added.manifest()));
    if (manifest.length() > MAX_MANIFEST_CHARACTERS) {
      throw new RegistryException.InvalidArchive(
          "invalid-manifest",
          List.of(
              Problem.of(
                  "The manifest's facts take %d characters; at most %d are kept. Shorten the description."
                      .formatted(manifest.length(), MAX_MANIFEST_CHARACTERS))));
    }
    return new VersionEntity(
        target.id(),
        added.manifest().version().toString(),
        manifest,
        added.archive().sha256().hex(),
        added.archive().sha512().hex(),
        added.archive().sizeBytes(),
        added.at(),
        actor.user(),
        0);
  }

  /** Withdraws a version. */
  public Optional<Change> yank(
      Actor actor, PackageName name, Version version, String reason, Instant at) {
    PackageEntity target = lockOwned(actor, name);
    VersionEntity row = requireVersion(target, version);
    if (row.yanked != null) {
      return Optional.empty();
    }
    row.yanked = reason;
    updateLatest(target, version);
    return Optional.of(marked(actor, target, row, Change.Type.YANKED, at, reason));
  }

  /** Takes a yank back. */
  public Optional<Change> unyank(Actor actor, PackageName name, Version version, Instant at) {
    PackageEntity target = lockOwned(actor, name);
    VersionEntity row = requireVersion(target, version);
    if (row.yanked == null) {
      return Optional.empty();
    }
    row.yanked = null;
    updateLatest(target, version);
    return Optional.of(marked(actor, target, row, Change.Type.UNYANKED, at, null));
  }

  /** Sets or, with an empty message, removes a deprecation. */
  public Optional<Change> deprecate(
      Actor actor, PackageName name, Version version, String message, Instant at) {
    PackageEntity target = lockOwned(actor, name);
    VersionEntity row = requireVersion(target, version);
    @Nullable String wanted = message.isEmpty() ? null : message;
    if (Objects.equals(row.deprecated, wanted)) {
      return Optional.empty();
    }
    row.deprecated = wanted;
    Change.Type type = wanted == null ? Change.Type.UNDEPRECATED : Change.Type.DEPRECATED;
    return Optional.of(marked(actor, target, row, type, at, wanted));
  }

  /** Points a tag to a version. */
  public Optional<Change> setTag(
      Actor actor, PackageName name, DistTag tag, Version version, Instant at) {
    PackageEntity target = lockOwned(actor, name);
    if (requireVersion(target, version).yanked != null) {
      throw new RegistryException.Conflict(
          "%s %s was yanked; a tag can't name it.".formatted(name, version));
    }
    if (!point(target, tag, version)) {
      return Optional.empty();
    }
    return Optional.of(change(actor, target, Change.Type.TAGGED, version, at, tag.value()));
  }

  /** Removes a tag. */
  public Change removeTag(Actor actor, PackageName name, DistTag tag, Instant at) {
    PackageEntity target = lockOwned(actor, name);
    if (tag.equals(DistTag.LATEST)) {
      throw new RegistryException.Conflict(
          "The tag 'latest' can't be removed; point it to another version instead.");
    }
    TagEntity row =
        tags.findByPackageIdAndTag(target.id(), tag.value())
            .orElseThrow(() ->
                new RegistryException.NotFound(
                    "tag-not-found", "%s has no tag '%s'.".formatted(name, tag)));
    tags.delete(row);
    return change(actor, target, Change.Type.UNTAGGED, Version.of(row.version), at, tag.value());
  }

  /** Makes a user an owner. */
  public Optional<Change> addOwner(Actor actor, PackageName name, String user, Instant at) {
    PackageEntity target = lockOwned(actor, name);
    if (ownersOf(target).stream().anyMatch(owner -> owner.userName.equals(user))) {
      return Optional.empty();
    }
    owners.save(new OwnerEntity(target.id(), user));
    return Optional.of(change(actor, target, Change.Type.OWNER_ADDED, null, at, user));
  }

  /** Removes an owner. */
  public Change removeOwner(Actor actor, PackageName name, String user, Instant at) {
    PackageEntity target = lockOwned(actor, name);
    List<OwnerEntity> present = ownersOf(target);
    OwnerEntity leaving =
        present.stream()
            .filter(owner -> owner.userName.equals(user))
            .findFirst()
            .orElseThrow(() ->
                new RegistryException.NotFound(
                    "owner-not-found", "%s is no owner of %s.".formatted(user, name)));
    if (present.size() == 1) {
      throw new RegistryException.Conflict(
          "%s is the only owner of %s; add another one first.".formatted(user, name));
    }
    owners.delete(leaving);
    return change(actor, target, Change.Type.OWNER_REMOVED, null, at, user);
  }

  private PackageEntity lockOwned(Actor actor, PackageName name) {
    PackageEntity target =
        packages
            .lockByName(name.value())
            .orElseThrow(() ->
                new RegistryException.NotFound(
                    "package-not-found", "There is no package '%s'.".formatted(name)));
    requireOwner(actor, target);
    return target;
  }

  private void requireOwner(Actor actor, PackageEntity target) {
    List<String> names = ownersOf(target).stream().map(owner -> owner.userName).toList();
    if (!actor.admin() && !names.contains(actor.user())) {
      throw new RegistryException.NotAllowed(
          "'%s' belongs to %s; you are %s. Ask an owner to add you, or choose another name."
              .formatted(target.name, String.join(", ", names), actor.user()));
    }
  }

  private List<OwnerEntity> ownersOf(PackageEntity target) {
    return owners.findByPackageIdOrderByUserName(target.id());
  }

  private VersionEntity requireVersion(PackageEntity target, Version version) {
    return versions
        .findByPackageIdAndVersion(target.id(), version.toString())
        .orElseThrow(() ->
            new RegistryException.NotFound(
                "version-not-found", "%s has no version %s.".formatted(target.name, version)));
  }

  private void updateLatest(PackageEntity target, Version touched) {
    List<Version> usable = versions.usable(target.id()).stream().map(Version::of).toList();
    Optional<TagEntity> row = tags.findByPackageIdAndTag(target.id(), DistTag.LATEST.value());
    @Nullable Version current = row.map(found -> Version.of(found.version)).orElse(null);
    @Nullable Version next = LatestTag.after(current, touched, usable);
    if (next == null) {
      row.ifPresent(tags::delete);
    } else {
      point(target, DistTag.LATEST, next);
    }
  }

  private boolean point(PackageEntity target, DistTag tag, Version version) {
    Optional<TagEntity> row = tags.findByPackageIdAndTag(target.id(), tag.value());
    if (row.isEmpty()) {
      tags.save(new TagEntity(target.id(), tag.value(), version.toString()));
      return true;
    }
    boolean moves = !row.get().version.equals(version.toString());
    row.get().version = version.toString();
    return moves;
  }

  private Change marked(
      Actor actor,
      PackageEntity target,
      VersionEntity row,
      Change.Type type,
      Instant at,
      @Nullable String detail) {
    Change change = change(actor, target, type, Version.of(row.version), at, detail);
    row.sequence = change.sequence();
    return change;
  }

  private Change change(
      Actor actor,
      PackageEntity target,
      Change.Type type,
      @Nullable Version version,
      Instant at,
      @Nullable String detail) {
    long sequence = feed.advance();
    target.sequence = sequence;
    Change change =
        new Change(sequence, type, new PackageName(target.name), version, at, actor.user(), detail);
    feed.append(change);
    return change;
  }
}
