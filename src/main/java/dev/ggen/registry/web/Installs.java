package dev.ggen.registry.web;

import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.PackageRecord;
import dev.ggen.registry.model.VersionSelector;
import dev.ggen.registry.port.Registry;

/** Chooses a version and makes sure that its archive is here. */
@FunctionalInterface
public interface Installs {
  /**
   * The chosen version, whose archive is here.
   *
   * @throws dev.ggen.registry.port.RegistryException if there is no such version, or its bytes
   *     can't be had
   */
  PackageRecord install(PackageName name, VersionSelector selector);

  /** Installs from a registry. */
  static Installs from(Registry registry) {
    return (name, selector) ->
        registry.fetch(name, registry.resolve(name, selector).version()).record();
  }
}
