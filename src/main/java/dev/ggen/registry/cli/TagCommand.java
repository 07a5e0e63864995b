package dev.ggen.registry.cli;

import dev.ggen.registry.api.OverviewDocument;
import dev.ggen.registry.model.DistTag;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ggen p2p tag}. */
@Command(
    name = "tag",
    description = "Shows and moves the tags of a package, such as 'latest' or 'beta'.",
    footer = {
      "%nExamples:",
      "  ggen p2p tag list web-kit",
      "  ggen p2p tag set web-kit@2.0.0-rc.1 beta",
      "  ggen p2p tag remove web-kit beta"
    })
final class TagCommand {
  @Mixin final HelpOption help = new HelpOption();

  private final Surroundings around;

  TagCommand(Surroundings around) {
    this.around = around;
  }

  @Command(name = "list", description = "Shows what each tag names.")
  int list(
      @Mixin CommonOptions options,
      @Parameters(paramLabel = "NAME", description = "The package.") PackageSpec of) {
    Session session = new Session(around, options);
    print(session, session.overview(of.name()));
    return 0;
  }

  @Command(name = "set", description = "Points a tag to a version.")
  int set(
      @Mixin CommonOptions options,
      @Parameters(paramLabel = "NAME@VERSION", description = "The version.") PackageSpec release,
      @Parameters(paramLabel = "TAG", description = "The tag.") DistTag tag) {
    Session session = new Session(around, options);
    print(session, session.client().setTag(release.name(), tag, release.version()));
    return 0;
  }

  @Command(name = "remove", description = "Removes a tag.")
  int remove(
      @Mixin CommonOptions options,
      @Parameters(paramLabel = "NAME", description = "The package.") PackageSpec of,
      @Parameters(paramLabel = "TAG", description = "The tag.") DistTag tag) {
    Session session = new Session(around, options);
    print(session, session.client().removeTag(of.name(), tag));
    return 0;
  }

  /**
   * The tags of a package.
   *
   * @param name the package
   * @param tags version by tag
   */
  record Tags(String name, Map<String, String> tags) {}

  private static void print(Session session, OverviewDocument overview) {
    Tags tags = new Tags(overview.name(), new TreeMap<>(overview.tags()));
    String lines =
        tags.tags().entrySet().stream()
            .map(each -> "%s %s".formatted(each.getKey(), each.getValue()))
            .collect(Collectors.joining("\n"));
    session.result(tags, lines);
  }
}
