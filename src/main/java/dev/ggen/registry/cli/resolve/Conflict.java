package dev.ggen.registry.cli.resolve;

import dev.ggen.registry.model.PackageName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A package of which no version will do.
 *
 * @param name the package
 * @param wishes what is wanted of it
 */
record Conflict(PackageName name, List<Wish> wishes) {
  /** The most versions that an explanation lists. */
  static final int MAX_LISTED = 10;

  Conflict {
    wishes = List.copyOf(wishes);
  }

  /** Several lines: who wants what, and what there is. */
  String explain(PackageSource source) {
    String wants =
        wishes.stream().map(wish -> "\n  " + wish.text()).distinct().collect(Collectors.joining());
    String head =
        wishes.size() == 1
            ? "No version of %s is what is wanted:".formatted(name)
            : "No version of %s suits everyone:".formatted(name);
    return head + wants + "\n  " + supply(source.candidates(name));
  }

  private String supply(Optional<Candidates> found) {
    if (found.isEmpty()) {
      return "the registry does not know %s; check the spelling.".formatted(name);
    }
    List<Candidate> versions = found.get().versions();
    if (versions.isEmpty()) {
      return "there is no version at all.";
    }
    String listed =
        versions.stream()
            .limit(MAX_LISTED)
            .map(each -> each.version() + (each.yanked() ? " (yanked)" : ""))
            .collect(Collectors.joining(", "));
    int more = versions.size() - MAX_LISTED;
    String tags =
        found.get().tags().entrySet().stream()
            .map(tag -> "%s is %s".formatted(tag.getKey(), tag.getValue()))
            .sorted()
            .limit(MAX_LISTED)
            .collect(Collectors.joining(", "));
    return "there is "
        + listed
        + (more > 0 ? " and %d more".formatted(more) : "")
        + (tags.isEmpty() ? "." : "; " + tags + ".");
  }
}
