package dev.ggen.registry.archive;

import dev.ggen.registry.model.InvalidValueException;
import dev.ggen.registry.model.Manifest;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the table of a package, whatever file it stands in. */
final class PackageTable {
  private PackageTable() {}

  /** Reads every field; throws with all faults if there is any. */
  static Manifest read(
      ManifestNode.Table table, ManifestDependencies dependencies, ManifestFaults faults) {
    ManifestFields fields = new ManifestFields(table, faults);
    PackageName name = name(table, fields, faults);
    Version version = version(table, fields, faults);
    String description = fields.text("description");
    String category = fields.line("category");
    List<String> tags = fields.labels("tags");
    List<String> keywords = fields.labels("keywords");
    List<String> authors = fields.persons("author", "authors", "contributors");
    String license = fields.lineOrTable("license", "type", "text", "name");
    String homepage = fields.line("homepage");
    String repository = fields.lineOrTable("repository", "url");
    String readme = readme(table, fields);
    faults.throwIfAny();
    if (name == null || version == null) {
      throw new IllegalStateException("a fault was told");
    }
    return new Manifest(
        name,
        version,
        description,
        category,
        tags,
        keywords,
        authors,
        license,
        homepage,
        repository,
        dependencies.found(),
        readme);
  }

  private static @Nullable PackageName name(
      ManifestNode.Table table, ManifestFields fields, ManifestFaults faults) {
    String text = requiredLine("name", "my-package", table, fields, faults);
    try {
      return text == null ? null : new PackageName(text);
    } catch (InvalidValueException e) {
      faults.fault(placeOf(table, "name"), ArchiveFault.oneLine(e.getMessage()));
      return null;
    }
  }

  private static @Nullable Version version(
      ManifestNode.Table table, ManifestFields fields, ManifestFaults faults) {
    String text = requiredLine("version", "1.0.0", table, fields, faults);
    try {
      if (text == null) {
        return null;
      }
      Version.Reading reading = Version.read(text);
      if (reading.normalized()) {
        faults.note(
            placeOf(table, "version"),
            "The version '%s' is read as %s.".formatted(text, reading.version()));
      }
      return reading.version();
    } catch (InvalidValueException e) {
      faults.fault(placeOf(table, "version"), ArchiveFault.oneLine(e.getMessage()));
      return null;
    }
  }

  private static @Nullable String requiredLine(
      String key,
      String example,
      ManifestNode.Table table,
      ManifestFields fields,
      ManifestFaults faults) {
    ManifestNode node = table.get(key);
    if (node instanceof ManifestNode.Literal literal && !literal.literal().equals("null")) {
      faults.fault(
          node.place(),
          "'%s' must be a text in quotation marks, but is %s; write \"%s\"."
              .formatted(key, node.kind(), literal.literal()));
      return null;
    }
    String text = fields.line(key);
    boolean empty = node instanceof ManifestNode.Text written && written.value().isBlank();
    if (node == null || node instanceof ManifestNode.Literal || empty) {
      faults.fault(
          placeOf(table, key),
          "'%s' is %s; write one such as \"%s\"."
              .formatted(key, empty ? "empty" : "missing", example));
    }
    return text;
  }

  private static ManifestNode.Place placeOf(ManifestNode.Table table, String key) {
    ManifestNode node = table.get(key);
    return node == null ? table.place() : node.place();
  }

  private static @Nullable String readme(ManifestNode.Table table, ManifestFields fields) {
    return table.get("readme") instanceof ManifestNode.Flag ? null : fields.line("readme");
  }
}
