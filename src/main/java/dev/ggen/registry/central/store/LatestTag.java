package dev.ggen.registry.central.store;

import dev.ggen.registry.model.Version;
import java.util.Collection;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Which version {@code latest} names. Pure. */
final class LatestTag {
  private static final Comparator<Version> RELEASES_FIRST =
      Comparator.<Version, Boolean>comparing(version -> !version.isPrerelease())
          .thenComparing(Comparator.naturalOrder());

  private LatestTag() {}

  /**
   * The tag after a version was published, yanked or brought back. It follows the highest release,
   * or the highest pre-release while there is no release; where it was set by hand to a lower
   * version it stays until a higher release comes.
   *
   * @param current what it names now, or null
   * @param touched the version that was published, yanked or brought back
   * @param usable every version that is not yanked
   * @return what it names from now on, or null if no version is usable
   */
  static @Nullable Version after(
      @Nullable Version current, Version touched, Collection<Version> usable) {
    if (usable.isEmpty()) {
      return null;
    }
    Version highest = usable.stream().max(RELEASES_FIRST).orElseThrow();
    boolean stays = current != null && usable.contains(current) && !touched.equals(highest);
    return stays ? current : highest;
  }
}
