package dev.ggen.registry.port;

import dev.ggen.registry.model.DistTag;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.PackageOverview;
import dev.ggen.registry.model.PackageRecord;
import dev.ggen.registry.model.Version;

/**
 * What owners do with what is published. Each call that changes something adds one entry to the
 * change feed and returns when that survives a crash; a call that changes nothing adds none.
 * Failures are {@link RegistryException}s: not found, not allowed (neither owner nor admin), or
 * conflict.
 */
public interface PackageAdministration {
  /** Withdraws a version: ranges and tags no longer choose it. */
  PackageRecord yank(Actor actor, PackageName name, Version version, String reason);

  /** Takes a yank back. */
  PackageRecord unyank(Actor actor, PackageName name, Version version);

  /** Marks a version as deprecated; an empty message removes the mark. */
  PackageRecord deprecate(Actor actor, PackageName name, Version version, String message);

  /** Points a tag to a version; {@code latest} may be set too, until the next higher release. */
  PackageOverview setTag(Actor actor, PackageName name, DistTag tag, Version version);

  /** Removes a tag; {@code latest} can't be removed. */
  PackageOverview removeTag(Actor actor, PackageName name, DistTag tag);

  /** Makes a user an owner. */
  PackageOverview addOwner(Actor actor, PackageName name, String user);

  /** Removes an owner; the last one stays. */
  PackageOverview removeOwner(Actor actor, PackageName name, String user);
}
