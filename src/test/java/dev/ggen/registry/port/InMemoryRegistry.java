package dev.ggen.registry.port;

import dev.ggen.registry.model.ArchiveFacts;
import dev.ggen.registry.model.Change;
import dev.ggen.registry.model.Digest;
import dev.ggen.registry.model.DistTag;
import dev.ggen.registry.model.Manifest;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.PackageOverview;
import dev.ggen.registry.model.PackageRecord;
import dev.ggen.registry.model.SearchPage;
import dev.ggen.registry.model.SearchQuery;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.model.VersionSelector;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A registry that keeps everything in memory, for tests of what stands on the ports. One lock
 * guards all of it. The tokens are apart: {@link #tokens()}.
 */
public final class InMemoryRegistry
    implements Registry, PackageAdministration, ChangeFeed, RegistryStatus {
  private final Map<PackageName, InMemoryPackage> packages = new TreeMap<>();
  private final List<Change> changes = new ArrayList<>();
  private final ArchiveReader reader;
  private final long maxArchiveBytes;
  private final Clock clock;
  private final InMemoryTokens tokens;

  /** Reads {@link TextArchive}s of up to 1 MiB. */
  public InMemoryRegistry() {
    this(TextArchive::read, 1 << 20, Clock.systemUTC());
  }

  /**
   * @param reader tells what is in an archive
   * @param maxArchiveBytes the longest archive
   * @param clock gives publish times and ends tokens
   */
  public InMemoryRegistry(ArchiveReader reader, long maxArchiveBytes, Clock clock) {
    this.reader = reader;
    this.maxArchiveBytes = maxArchiveBytes;
    this.clock = clock;
    this.tokens = new InMemoryTokens(clock);
  }

  /** What tells the contents of an archive. */
  public interface ArchiveReader {
    /**
     * Reads a whole archive.
     *
     * @throws RegistryException.InvalidArchive if it breaks a rule
     */
    Contents read(byte[] archive);
  }

  /**
   * What is in an archive.
   *
   * @param manifest its manifest
   * @param readme text of its read-me, or null
   * @param notes what the publisher should know
   */
  public record Contents(Manifest manifest, @Nullable String readme, List<String> notes) {}

  /** The tokens of this registry; none at first. */
  public InMemoryTokens tokens() {
    return tokens;
  }

  @Override
  public synchronized SearchPage search(SearchQuery query) {
    List<PackageOverview> all = packages.values().stream().map(InMemoryPackage::overview).toList();
    return InMemorySearch.search(all, query, changes.size());
  }

  @Override
  public Publication publish(Actor actor, InputStream archive) {
    byte[] bytes = read(archive);
    Contents contents = reader.read(bytes);
    ArchiveFacts facts =
        new ArchiveFacts(
            digest(Digest.Algorithm.SHA256, bytes),
            digest(Digest.Algorithm.SHA512, bytes),
            bytes.length);
    return publish(actor, contents, facts, bytes);
  }

  private synchronized Publication publish(
      Actor actor, Contents contents, ArchiveFacts facts, byte[] bytes) {
    Manifest manifest = contents.manifest();
    InMemoryPackage known = packages.get(manifest.name());
    if (known != null) {
      known.requireOwner(actor);
      Optional<PackageRecord> before = known.find(manifest.version());
      if (before.isPresent()) {
        return again(before.get(), facts, contents.notes());
      }
    }
    InMemoryPackage target =
        known == null ? new InMemoryPackage(manifest.name(), actor.user()) : known;
    packages.put(manifest.name(), target);
    Change change = log(actor, Change.Type.PUBLISHED, manifest.name(), manifest.version(), null);
    PackageRecord published =
        new PackageRecord(
            manifest, facts, change.at(), actor.user(), change.sequence(), null, null);
    target.add(published, bytes, contents.readme());
    return new Publication(published, true, contents.notes());
  }

  private static Publication again(PackageRecord before, ArchiveFacts facts, List<String> notes) {
    if (!before.archive().equals(facts)) {
      throw new RegistryException.VersionTaken(
          "%s %s exists with other bytes; publish a new version instead."
              .formatted(before.name(), before.version()));
    }
    return new Publication(before, false, notes);
  }

  private byte[] read(InputStream archive) {
    try {
      byte[] bytes = archive.readNBytes(Math.toIntExact(maxArchiveBytes + 1));
      if (bytes.length > maxArchiveBytes) {
        throw new RegistryException.TooLarge(
            "An archive has at most %d bytes.".formatted(maxArchiveBytes));
      }
      return bytes;
    } catch (IOException e) {
      throw new RegistryException.Unavailable("The archive could not be read.", e);
    }
  }

  @Override
  public synchronized PackageOverview overview(PackageName name) {
    return require(name).overview();
  }

  @Override
  public synchronized PackageRecord resolve(PackageName name, VersionSelector selector) {
    return require(name).resolve(selector);
  }

  @Override
  public synchronized ArchiveContent fetch(PackageName name, Version version) {
    return require(name).fetch(version);
  }

  @Override
  public synchronized Optional<String> readme(PackageName name, Version version) {
    return require(name).readme(version);
  }

  @Override
  public PackageRecord yank(Actor actor, PackageName name, Version version, String reason) {
    return mark(actor, name, version, Change.Type.YANKED, reason);
  }

  @Override
  public PackageRecord unyank(Actor actor, PackageName name, Version version) {
    return mark(actor, name, version, Change.Type.UNYANKED, null);
  }

  @Override
  public PackageRecord deprecate(Actor actor, PackageName name, Version version, String message) {
    return message.isEmpty()
        ? mark(actor, name, version, Change.Type.UNDEPRECATED, null)
        : mark(actor, name, version, Change.Type.DEPRECATED, message);
  }

  private synchronized PackageRecord mark(
      Actor actor, PackageName name, Version version, Change.Type type, @Nullable String text) {
    InMemoryPackage target = require(name);
    target.requireOwner(actor);
    if (target.mark(version, type, text, newestSequence() + 1)) {
      log(actor, type, name, version, text);
    }
    return target.resolve(new VersionSelector.Exact(version));
  }

  @Override
  public synchronized PackageOverview setTag(
      Actor actor, PackageName name, DistTag tag, Version version) {
    InMemoryPackage target = require(name);
    target.requireOwner(actor);
    if (target.setTag(tag, version)) {
      target.touch(log(actor, Change.Type.TAGGED, name, version, tag.value()).sequence());
    }
    return target.overview();
  }

  @Override
  public synchronized PackageOverview removeTag(Actor actor, PackageName name, DistTag tag) {
    InMemoryPackage target = require(name);
    target.requireOwner(actor);
    target.removeTag(tag);
    target.touch(log(actor, Change.Type.UNTAGGED, name, null, tag.value()).sequence());
    return target.overview();
  }

  @Override
  public synchronized PackageOverview addOwner(Actor actor, PackageName name, String user) {
    InMemoryPackage target = require(name);
    target.requireOwner(actor);
    if (target.addOwner(user)) {
      target.touch(log(actor, Change.Type.OWNER_ADDED, name, null, user).sequence());
    }
    return target.overview();
  }

  @Override
  public synchronized PackageOverview removeOwner(Actor actor, PackageName name, String user) {
    InMemoryPackage target = require(name);
    target.requireOwner(actor);
    if (target.removeOwner(user)) {
      target.touch(log(actor, Change.Type.OWNER_REMOVED, name, null, user).sequence());
    }
    return target.overview();
  }

  @Override
  public synchronized List<Change> changesSince(long since, int limit) {
    int from = Math.clamp(since, 0, changes.size());
    return List.copyOf(changes.subList(from, Math.min(from + limit, changes.size())));
  }

  @Override
  public synchronized long newestSequence() {
    return changes.size();
  }

  @Override
  public synchronized boolean awaitChangeAfter(long since, Duration timeout)
      throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (changes.size() <= since) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  @Override
  public synchronized Snapshot snapshot() {
    List<PackageRecord> records =
        packages.values().stream().flatMap(p -> p.overview().versions().values().stream()).toList();
    long bytes = records.stream().mapToLong(r -> r.archive().sizeBytes()).sum();
    return new Snapshot(packages.size(), records.size(), bytes, changes.size(), changes.size());
  }

  private InMemoryPackage require(PackageName name) {
    InMemoryPackage found = packages.get(name);
    if (found == null) {
      throw new RegistryException.NotFound(
          "package-not-found", "There is no package '%s'.".formatted(name));
    }
    return found;
  }

  private Change log(
      Actor actor,
      Change.Type type,
      PackageName name,
      @Nullable Version version,
      @Nullable String detail) {
    Change change =
        new Change(changes.size() + 1L, type, name, version, clock.instant(), actor.user(), detail);
    changes.add(change);
    notifyAll();
    return change;
  }

  private static Digest digest(Digest.Algorithm algorithm, byte[] bytes) {
    try {
      return Digest.of(algorithm, MessageDigest.getInstance(algorithm.jcaName()).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
