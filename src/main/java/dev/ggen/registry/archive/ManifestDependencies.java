package dev.ggen.registry.archive;

import dev.ggen.registry.model.InvalidValueException;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.VersionRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads dependencies in the forms that people write them in. Manifests of real packages also list
 * crates, files and directories under this key; what is no package name with a version range is
 * passed over with a note, not refused. Belongs to one thread.
 */
final class ManifestDependencies {
  /** Most dependencies; whoever needs more needs a package that bundles them. */
  static final int MAX_DEPENDENCIES = 1000;

  /** What only Cargo writes beside a version. */
  private static final List<String> CARGO_KEYS =
      List.of("features", "default-features", "git", "path", "workspace");

  private final ManifestFaults faults;
  private final SequencedMap<PackageName, VersionRange> found = new LinkedHashMap<>();

  ManifestDependencies(ManifestFaults faults) {
    this.faults = faults;
  }

  /**
   * Adds what a node lists: {@code ["a", "b@^1"]}, or a table of {@code a = "^1"}, {@code a = {
   * version = "^1" }} and {@code required = ["a"]}. What was found before stays.
   */
  void add(@Nullable ManifestNode node) {
    switch (node) {
      case null -> {}
      case ManifestNode.Items items -> items.items().forEach(this::addItem);
      case ManifestNode.Table table -> table.entries().forEach(this::addEntry);
      case ManifestNode other ->
          faults.fault(
              other.place(),
              "'dependencies' must be a table such as { other-package = \"^1.2\" } or a list of names, but is %s."
                  .formatted(other.kind()));
    }
    if (node != null && found.size() > MAX_DEPENDENCIES) {
      faults.fault(
          node.place(), "A package has at most %d dependencies.".formatted(MAX_DEPENDENCIES));
    }
  }

  /**
   * Adds the table at the top of a manifest, unless it is Cargo's: packages written in Rust keep
   * their crates there, and a crate is not the package of the same name.
   */
  void addTop(@Nullable ManifestNode node) {
    if (node instanceof ManifestNode.Table table && isCargo(table)) {
      faults.note(
          node.place(),
          "[dependencies] is passed over, because it lists crates ('features', 'git' or 'path'"
              + " stands in it). Write the packages that this one needs in the package's own table:"
              + " dependencies = [\"other-package@^1.2\"].");
    } else {
      add(node);
    }
  }

  private static boolean isCargo(ManifestNode.Table table) {
    return table.entries().values().stream()
        .anyMatch(entry ->
            entry instanceof ManifestNode.Table details
                && CARGO_KEYS.stream().anyMatch(key -> details.get(key) != null));
  }

  SequencedMap<PackageName, VersionRange> found() {
    return found;
  }

  private void addItem(ManifestNode item) {
    if (!(item instanceof ManifestNode.Text text)) {
      passOver(item, item.kind(), "it is not the name of a package");
      return;
    }
    String written = text.value().strip();
    int at = written.indexOf('@', 1);
    String range = at < 0 ? "" : written.substring(at + 1);
    addDependency(item, at < 0 ? written : written.substring(0, at), range, written);
  }

  private void addEntry(String key, ManifestNode value) {
    switch (value) {
      case ManifestNode.Text text -> addDependency(value, key, text.value(), key);
      case ManifestNode.Items items when key.equals("required") ->
          items.items().forEach(this::addItem);
      case ManifestNode.Table table -> addTable(key, table);
      case ManifestNode other ->
          passOver(other, key, "its value is %s, not a version range".formatted(other.kind()));
    }
  }

  private void addTable(String key, ManifestNode.Table table) {
    if (!(table.get("version") instanceof ManifestNode.Text version)) {
      passOver(table, key, "it is a table without a version range");
    } else if (table.get("optional") instanceof ManifestNode.Flag(var place, boolean optional)
        && optional) {
      passOver(table, key, "it is optional");
    } else {
      addDependency(table, key, version.value(), key);
    }
  }

  private void addDependency(ManifestNode node, String name, String range, String shown) {
    PackageName packageName;
    try {
      packageName = new PackageName(name);
    } catch (InvalidValueException e) {
      passOver(node, shown, "its name is not that of a package");
      return;
    }
    try {
      found.putIfAbsent(packageName, VersionRange.of(range));
    } catch (InvalidValueException e) {
      passOver(node, shown, "'%s' is not a version range".formatted(ArchiveFault.shown(range)));
    }
  }

  private void passOver(ManifestNode node, String what, String why) {
    faults.note(
        node.place(),
        "The dependency '%s' is passed over: %s.".formatted(ArchiveFault.shown(what), why));
  }
}
