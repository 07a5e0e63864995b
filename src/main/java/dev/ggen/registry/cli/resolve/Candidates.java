package dev.ggen.registry.cli.resolve;

import dev.ggen.registry.model.DistTag;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.model.VersionSelector;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All versions of a name, as the solver sees them.
 *
 * @param name the name
 * @param versions the versions, highest first whatever order they came in
 * @param tags what each tag names
 * @param locked the version to keep if it will do, or null; chosen although it is yanked
 */
public record Candidates(
    PackageName name,
    List<Candidate> versions,
    Map<DistTag, Version> tags,
    @Nullable Version locked) {

  /** Sorts the versions and copies the tags. */
  public Candidates {
    versions =
        versions.stream().sorted(Comparator.comparing(Candidate::version).reversed()).toList();
    tags = Map.copyOf(tags);
  }

  /** Those that every wish allows: the locked one first, then the highest. */
  List<Candidate> allowedBy(List<Wish> wishes) {
    return versions.stream()
        .filter(candidate -> wishes.stream().allMatch(wish -> allows(wish.selector(), candidate)))
        .sorted(Comparator.comparing(candidate -> !isLocked(candidate)))
        .toList();
  }

  /** True if the selector may choose the candidate. */
  boolean allows(VersionSelector selector, Candidate candidate) {
    Version version = candidate.version();
    return switch (selector) {
      case VersionSelector.Exact exact -> exact.version().equals(version);
      case VersionSelector.Tagged tagged -> Objects.equals(tags.get(tagged.tag()), version);
      case VersionSelector.InRange range ->
          (!candidate.yanked() || isLocked(candidate)) && range.range().includes(version);
    };
  }

  private boolean isLocked(Candidate candidate) {
    return Objects.equals(locked, candidate.version());
  }
}
