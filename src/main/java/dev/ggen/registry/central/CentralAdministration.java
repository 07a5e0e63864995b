package dev.ggen.registry.central;

import dev.ggen.registry.central.store.PackageWriter;
import dev.ggen.registry.central.store.StorableText;
import dev.ggen.registry.model.Change;
import dev.ggen.registry.model.DistTag;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.PackageOverview;
import dev.ggen.registry.model.PackageRecord;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.model.VersionSelector;
import dev.ggen.registry.port.Actor;
import dev.ggen.registry.port.PackageAdministration;
import dev.ggen.registry.port.Registry;
import dev.ggen.registry.port.RegistryException;
import java.util.Optional;
import java.util.function.Supplier;

/** What owners do with what is published. Safe for any thread. */
public final class CentralAdministration implements PackageAdministration {
  /** The longest reason or message in characters; the column's length. */
  static final int MAX_TEXT = 1_000;

  private final PackageWriter writer;
  private final Commits commits;
  private final Registry registry;

  CentralAdministration(PackageWriter writer, Commits commits, Registry registry) {
    this.writer = writer;
    this.commits = commits;
    this.registry = registry;
  }

  @Override
  public PackageRecord yank(Actor actor, PackageName name, Version version, String reason) {
    String text = limited("reason", reason);
    change(actor, "yank", name, () -> writer.yank(actor, name, version, text, commits.now()));
    return record(name, version);
  }

  @Override
  public PackageRecord unyank(Actor actor, PackageName name, Version version) {
    change(actor, "unyank", name, () -> writer.unyank(actor, name, version, commits.now()));
    return record(name, version);
  }

  @Override
  public PackageRecord deprecate(Actor actor, PackageName name, Version version, String message) {
    String text = limited("message", message);
    change(
        actor,
        "deprecate",
        name,
        () -> writer.deprecate(actor, name, version, text, commits.now()));
    return record(name, version);
  }

  @Override
  public PackageOverview setTag(Actor actor, PackageName name, DistTag tag, Version version) {
    change(actor, "set tag", name, () -> writer.setTag(actor, name, tag, version, commits.now()));
    return registry.overview(name);
  }

  @Override
  public PackageOverview removeTag(Actor actor, PackageName name, DistTag tag) {
    change(
        actor,
        "remove tag",
        name,
        () -> Optional.of(writer.removeTag(actor, name, tag, commits.now())));
    return registry.overview(name);
  }

  @Override
  public PackageOverview addOwner(Actor actor, PackageName name, String user) {
    UserNames.require(user);
    change(actor, "add owner", name, () -> writer.addOwner(actor, name, user, commits.now()));
    return registry.overview(name);
  }

  @Override
  public PackageOverview removeOwner(Actor actor, PackageName name, String user) {
    change(
        actor,
        "remove owner",
        name,
        () -> Optional.of(writer.removeOwner(actor, name, user, commits.now())));
    return registry.overview(name);
  }

  private void change(
      Actor actor, String action, PackageName name, Supplier<Optional<Change>> work) {
    var _ = commits.run(actor, action, name, result -> result, work);
  }

  private PackageRecord record(PackageName name, Version version) {
    return registry.resolve(name, new VersionSelector.Exact(version));
  }

  private static String limited(String field, String text) {
    if (text.length() > MAX_TEXT) {
      throw new RegistryException.Invalid(
          "%s has at most %d characters; this one has %d."
              .formatted(field, MAX_TEXT, text.length()));
    }
    return StorableText.of(text);
  }
}
