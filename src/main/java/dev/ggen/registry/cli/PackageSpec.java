package dev.ggen.registry.cli;

import dev.ggen.registry.model.InvalidValueException;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.model.VersionSelector;
import java.util.Optional;

/**
 * A package as users write it: {@code name}, {@code name@1.2.3}, {@code @scope/name@^1}.
 *
 * @param name the name
 * @param selector what stands behind the {@code @}, or nothing
 */
record PackageSpec(PackageName name, Optional<VersionSelector> selector) {
  /**
   * Reads one.
   *
   * @throws InvalidValueException if name or selector are none
   */
  static PackageSpec of(String text) {
    int at = text.indexOf('@', 1);
    if (at < 0) {
      return new PackageSpec(new PackageName(text), Optional.empty());
    }
    return new PackageSpec(
        new PackageName(text.substring(0, at)),
        Optional.of(VersionSelector.of(text.substring(at + 1))));
  }

  VersionSelector selectorOrLatest() {
    return selector.orElse(VersionSelector.LATEST);
  }

  /**
   * The exact version.
   *
   * @throws InvalidValueException if there is none
   */
  Version version() {
    if (selector.orElse(null) instanceof VersionSelector.Exact exact) {
      return exact.version();
    }
    throw new InvalidValueException(
        "'%s' needs an exact version; write it as '%s@1.2.3'.".formatted(this, name));
  }

  @Override
  public String toString() {
    return selector.map(given -> name + "@" + given).orElse(name.toString());
  }
}
