package dev.ggen.registry.app;

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
import io.micrometer.core.instrument.MeterRegistry;
import java.io.InputStream;
import java.util.Optional;

/** A registry whose searches, publishes and downloads are counted and timed. */
final class MeteredRegistry implements Registry {
  private final Registry registry;
  private final RegistryMeters searches;
  private final RegistryMeters publishes;
  private final RegistryMeters downloads;

  MeteredRegistry(Registry registry, MeterRegistry meters, String mode) {
    this.registry = registry;
    this.searches = new RegistryMeters(meters, "search", mode);
    this.publishes = new RegistryMeters(meters, "publish", mode);
    this.downloads = new RegistryMeters(meters, "download", mode);
  }

  @Override
  public SearchPage search(SearchQuery query) {
    return searches.count(() -> registry.search(query));
  }

  @Override
  public Publication publish(Actor actor, InputStream archive) {
    return publishes.count(() -> registry.publish(actor, archive));
  }

  @Override
  public PackageOverview overview(PackageName name) {
    return registry.overview(name);
  }

  @Override
  public PackageRecord resolve(PackageName name, VersionSelector selector) {
    return registry.resolve(name, selector);
  }

  @Override
  public ArchiveContent fetch(PackageName name, Version version) {
    return downloads.count(() -> registry.fetch(name, version));
  }

  @Override
  public Optional<String> readme(PackageName name, Version version) {
    return registry.readme(name, version);
  }
}
