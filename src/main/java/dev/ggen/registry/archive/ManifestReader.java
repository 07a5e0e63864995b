package dev.ggen.registry.archive;

import dev.ggen.registry.model.Manifest;
import dev.ggen.registry.port.Problem;
import dev.ggen.registry.port.RegistryException;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Reads the manifest of a package from the files at its root. Pure; safe for any thread. */
public final class ManifestReader {
  /** The manifests there are; of several, the first that holds a package wins. */
  public static final List<String> FILES =
      List.of("package.toml", "pack.toml", "ggen.toml", "package.json");

  private ManifestReader() {}

  /**
   * Reads the winner of the files; the others are not merged with it.
   *
   * @param files contents by name, {@link #FILES} only, in any order
   * @throws RegistryException.InvalidArchive with code {@code no-manifest} if none holds a package,
   *     {@code invalid-manifest} with every fault of the winner otherwise
   */
  public static Reading read(SequencedMap<String, byte[]> files) {
    List<String> notes = new ArrayList<>();
    for (String file : FILES) {
      byte[] content = files.get(file);
      if (content == null) {
        continue;
      }
      Reading reading = readFile(file, content);
      if (reading != null) {
        notes.addAll(reading.notes());
        return new Reading(reading.manifest(), file, notes);
      }
      notes.add(file + ": without [package] or [project] this is configuration only, no manifest.");
    }
    throw new RegistryException.InvalidArchive(
        "no-manifest", List.of(Problem.of(missing(files.containsKey("ggen.toml")))));
  }

  private static String missing(boolean configuration) {
    return "There is no manifest: looked for %s at the root of the package%s. Write a package.toml with [package], name and version."
        .formatted(
            String.join(", ", FILES),
            configuration ? ", and ggen.toml has neither [package] nor [project]" : "");
  }

  private static @Nullable Reading readFile(String file, byte[] content) {
    ManifestFaults faults = new ManifestFaults(file);
    String text = ManifestText.decode(content, faults);
    return switch (file) {
      case "package.json" -> readJson(JsonManifest.read(text, faults), faults);
      case "package.toml" -> readToml(TomlManifest.read(text, faults), faults, "package");
      case "pack.toml" -> readToml(TomlManifest.read(text, faults), faults, "pack");
      default -> readConfiguration(TomlManifest.read(text, faults), faults);
    };
  }

  /** {@code ggen.toml}: the configuration of a tool, which may hold a package. */
  private static @Nullable Reading readConfiguration(
      ManifestNode.Table root, ManifestFaults faults) {
    for (String key : List.of("package", "project")) {
      if (root.get(key) != null) {
        return readToml(root, faults, key);
      }
    }
    return null;
  }

  private static Reading readToml(ManifestNode.Table root, ManifestFaults faults, String key) {
    ManifestNode node = root.get(key);
    if (!(node instanceof ManifestNode.Table table)) {
      throw faults.fatal(
          node == null ? new ManifestNode.Place(1, 1) : node.place(),
          "The table [%s] is missing; begin the file with [%s], name = \"...\" and version = \"1.0.0\"."
              .formatted(key, key));
    }
    ManifestDependencies dependencies = new ManifestDependencies(faults);
    dependencies.add(table.get("dependencies"));
    dependencies.addTop(root.get("dependencies"));
    return new Reading(PackageTable.read(table, dependencies, faults), "", faults.notes());
  }

  private static Reading readJson(ManifestNode root, ManifestFaults faults) {
    if (!(root instanceof ManifestNode.Table table)) {
      throw faults.fatal(
          root.place(), "The manifest must be an object, but is " + root.kind() + ".");
    }
    if (table.get("private") instanceof ManifestNode.Flag flag && flag.value()) {
      faults.note(flag.place(), "'private' keeps npm from publishing; here it is ignored.");
    }
    ManifestDependencies dependencies = new ManifestDependencies(faults);
    dependencies.add(table.get("dependencies"));
    return new Reading(PackageTable.read(table, dependencies, faults), "", faults.notes());
  }

  /**
   * A manifest and where it stood.
   *
   * @param manifest the manifest; its read-me is the declared one
   * @param file the winner's name
   * @param notes what was passed over or read leniently
   */
  public record Reading(Manifest manifest, String file, List<String> notes) {
    /** Copies the notes. */
    public Reading {
      notes = List.copyOf(notes);
    }
  }
}
