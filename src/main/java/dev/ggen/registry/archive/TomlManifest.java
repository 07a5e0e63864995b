package dev.ggen.registry.archive;

import dev.ggen.registry.archive.ManifestNode.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseOptions;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;
import org.tomlj.TomlVersion;

/**
 * Reads TOML 1.0 into nodes. Not 1.1, which allows more: most programs that a package will meet
 * read 1.0 only.
 */
final class TomlManifest {
  /** Deepest nesting; real manifests have four levels. */
  static final int MAX_DEPTH = 100;

  /**
   * Most syntax errors told of one file, each message once: the first is what counts, later ones
   * often follow from it.
   */
  static final int MAX_ERRORS = 5;

  /** Most errors looked at; a hostile file has one on each line. */
  private static final int MAX_EXAMINED = 100;

  private static final TomlParseOptions OPTIONS =
      TomlParseOptions.sourceless().withVersion(TomlVersion.V1_0_0).withMaxNestingDepth(MAX_DEPTH);

  private final TomlLines lines;

  private TomlManifest(TomlLines lines) {
    this.lines = lines;
  }

  /** Reads the whole text; errors of syntax are faults that end the reading. */
  static ManifestNode.Table read(String text, ManifestFaults faults) {
    TomlLines lines = TomlLines.of(text, faults);
    TomlManifest manifest = new TomlManifest(lines);
    TomlParseResult result = Toml.parse(lines.text(), OPTIONS);
    manifest.tell(result.errors(), text, faults);
    faults.throwIfAny();
    return manifest.table(result, Place.UNKNOWN);
  }

  private void tell(List<TomlParseError> errors, String text, ManifestFaults faults) {
    Set<String> told = new HashSet<>();
    for (TomlParseError error : errors.subList(0, Math.min(errors.size(), MAX_EXAMINED))) {
      Place place = placeOf(error.position());
      String message = messageOf(error, text, place);
      if (told.size() < MAX_ERRORS && told.add(message)) {
        faults.fault(place, message);
      }
    }
  }

  private static String messageOf(TomlParseError error, String text, Place place) {
    String message = "This is not TOML: " + sentence(String.valueOf(error.getMessage()));
    String hint = TomlHint.of(text, place.line());
    return hint == null ? message : message + " " + hint;
  }

  private static String sentence(String message) {
    String shown = ArchiveFault.shown(message);
    return shown.endsWith(".") || shown.endsWith("…") ? shown : shown + ".";
  }

  private Place placeOf(@Nullable TomlPosition position) {
    return position == null
        ? Place.UNKNOWN
        : new Place(lines.numberOf(position.line()), position.column());
  }

  private ManifestNode.Table table(TomlTable table, Place place) {
    SequencedMap<String, ManifestNode> entries = new LinkedHashMap<>();
    table
        .entrySet()
        .forEach(entry ->
            entries.put(
                entry.getKey(),
                node(entry.getValue(), placeOf(table.inputPositionOf(List.of(entry.getKey()))))));
    return new ManifestNode.Table(place, entries);
  }

  private ManifestNode node(Object value, Place place) {
    return switch (value) {
      case String text -> new ManifestNode.Text(place, text);
      case Boolean flag -> new ManifestNode.Flag(place, flag);
      case TomlTable table -> table(table, place);
      case TomlArray array -> items(array, place);
      default -> new ManifestNode.Literal(place, ArchiveFault.shown(value.toString()));
    };
  }

  private ManifestNode items(TomlArray array, Place place) {
    List<ManifestNode> items = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      items.add(node(array.get(i), placeOf(array.inputPositionOf(i))));
    }
    return new ManifestNode.Items(place, items);
  }
}
