package dev.ggen.registry.port;

import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.PackageOverview;
import dev.ggen.registry.model.PackageRecord;
import dev.ggen.registry.model.SearchPage;
import dev.ggen.registry.model.SearchQuery;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.model.VersionSelector;
import java.io.InputStream;
import java.util.Optional;

/**
 * A package registry. All methods block, are safe to call from any thread, and fail only with a
 * {@link RegistryException}.
 */
public interface Registry {

  /** Finds packages; see {@link SearchQuery}. Shows every change that this process acknowledged. */
  SearchPage search(SearchQuery query);

  /**
   * Publishes an archive. When this returns, the version survives a crash of the process.
   *
   * @param actor who publishes; becomes the owner of a new name
   * @param archive the {@code .tgz}; read to its end or to the first fault, not closed
   * @throws RegistryException.InvalidArchive if archive or manifest break a rule
   * @throws RegistryException.TooLarge if a size limit is passed
   * @throws RegistryException.VersionTaken if the version exists with other bytes
   * @throws RegistryException.NotAllowed if the name belongs to others
   */
  Publication publish(Actor actor, InputStream archive);

  /**
   * All versions, tags and owners of a name.
   *
   * @throws RegistryException.NotFound if nothing was ever published under it
   */
  PackageOverview overview(PackageName name);

  /**
   * The one version that a selector chooses.
   *
   * @throws RegistryException.NotFound if there is none; the message tells what there is
   */
  PackageRecord resolve(PackageName name, VersionSelector selector);

  /**
   * The bytes of a version, verified when they were stored. Counts a download.
   *
   * @throws RegistryException.NotFound if there is no such version
   * @throws RegistryException.Unavailable if the bytes can't be had now
   */
  ArchiveContent fetch(PackageName name, Version version);

  /**
   * The text of a version's read-me, or nothing if it has none.
   *
   * @throws RegistryException.NotFound if there is no such version
   */
  Optional<String> readme(PackageName name, Version version);
}
