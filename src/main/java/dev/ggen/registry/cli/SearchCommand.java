package dev.ggen.registry.cli;

import dev.ggen.registry.api.SearchDocument;
import dev.ggen.registry.model.SearchQuery;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ggen p2p search}. */
@Command(
    name = "search",
    description = "Finds packages; without words, the newest.",
    footer = {
      "%nExamples:",
      "  ggen p2p search web framework",
      "  ggen p2p search --category documentation --tag latex",
      "  ggen p2p search rust --json"
    })
final class SearchCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private final CommonOptions options = new CommonOptions();

  @Parameters(paramLabel = "WORD", arity = "0..*", description = "What to look for.")
  private List<String> words = List.of();

  @Option(
      names = {"-c", "--category"},
      paramLabel = "NAME",
      description = "Only this category.")
  private @Nullable String category;

  @Option(
      names = {"-t", "--tag"},
      paramLabel = "TAG",
      description = "Only packages with this tag; may be repeated.")
  private List<String> tags = List.of();

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "How many at the most, 1 to 250 (${DEFAULT-VALUE}).")
  private int limit = 20;

  @Option(names = "--offset", paramLabel = "N", description = "How many to pass over.")
  private int offset;

  SearchCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    SearchQuery query =
        new SearchQuery(String.join(" ", words), category, tags, limit, offset, false);
    Session session = new Session(around, options);
    SearchDocument found = session.client().search(query);
    session.result(found, text(found));
    return 0;
  }

  private String text(SearchDocument found) {
    StringBuilder text = new StringBuilder("Found ").append(Plain.count(found.total(), "package"));
    text.append(found.hits().isEmpty() ? "." : ":");
    found.hits().forEach(hit -> text.append('\n').append(line(hit)));
    long more = found.total() - offset - found.hits().size();
    if (more > 0 && !found.hits().isEmpty()) {
      text.append("%n%d more: --offset %d".formatted(more, offset + found.hits().size()));
    }
    return text.toString();
  }

  private String line(SearchDocument.Hit hit) {
    String head =
        String.format(
            Locale.ROOT, "  %s v%s (score: %.2f)", hit.name(), hit.version(), hit.score());
    String mark = hit.deprecated() == null ? "" : " [deprecated]";
    String line = head + mark + "  " + Plain.line(hit.description());
    return around.terminal() ? Plain.cut(line, around.columns()) : line.stripTrailing();
  }
}
