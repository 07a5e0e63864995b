package dev.ggen.registry.cli.resolve;

import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.model.VersionSelector;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wants a package.
 *
 * @param by the package that wants it, or null if the user does
 * @param byVersion the version of that package, or null
 * @param selector which versions will do
 */
public record Wish(
    @Nullable PackageName by, @Nullable Version byVersion, VersionSelector selector) {

  /** A wish of the user. */
  static Wish ofUser(VersionSelector selector) {
    return new Wish(null, null, selector);
  }

  /** Who wants which versions, in words. */
  public String text() {
    return by == null ? "you want " + selector : by + "@" + byVersion + " wants " + selector;
  }
}
