package dev.ggen.registry.archive;

import dev.ggen.registry.model.Manifest;
import dev.ggen.registry.port.RegistryException;
import java.util.List;
import java.util.SequencedMap;

/** Reads the manifest of a package from the files at its root. Pure; safe for any thread. */
@SuppressWarnings("DoNotCallSuggester")
public final class ManifestReader {
  /** The manifests there are; of several, the first that holds a package wins. */
  public static final List<String> FILES =
      List.of("package.toml", "pack.toml", "ggen.toml", "package.json");

  private ManifestReader() {}

  /**
   * Reads the winner of the files; the others are not merged with it.
   *
   * @param files contents by name, {@link #FILES} only
   * @throws RegistryException.InvalidArchive with code {@code no-manifest} if none holds a package,
   *     {@code invalid-manifest} with every fault of the winner otherwise
   */
  public static Reading read(SequencedMap<String, byte[]> files) {
    throw new RegistryException.InvalidArchive(
        "no-manifest",
        List.of(dev.ggen.registry.port.Problem.of("not built yet: " + files.keySet())));
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
