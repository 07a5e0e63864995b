package dev.ggen.registry.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps manifests and read-mes while the files of a package go by. Where the package begins, at the
 * root or in npm's {@code package/}, is known at the end only, so those of both places are kept.
 * Belongs to one thread.
 */
final class RootFiles {
  /** What npm wraps a package in. */
  static final String PREFIX = "package/";

  /** The names of read-mes that no manifest names, best first, in lower case. */
  private static final List<String> README_NAMES =
      List.of("readme.md", "readme.markdown", "readme", "readme.txt");

  private static final Set<String> MANIFEST_NAMES = Set.copyOf(ManifestReader.FILES);

  /** How many places of manifests in deeper directories a message lists. */
  private static final int MAX_NESTED = 10;

  private final ArchiveLimits limits;

  /** Beginnings of files by path, each one byte longer than its limit if the file is. */
  private final Map<String, byte[]> kept = new HashMap<>();

  private final List<String> nested = new ArrayList<>();
  private boolean wrapped = true;
  private boolean empty = true;

  RootFiles(ArchiveLimits limits) {
    this.limits = limits;
  }

  /** Looks at a directory or file; reads the content only if it may be needed. */
  void see(ArchiveEntry entry, InputStream content) throws IOException {
    String path = entry.path();
    if (entry.directory()) {
      wrapped &= (path + "/").startsWith(PREFIX);
      return;
    }
    empty = false;
    wrapped &= path.startsWith(PREFIX);
    String inPackage = path.startsWith(PREFIX) ? path.substring(PREFIX.length()) : path;
    if (MANIFEST_NAMES.contains(inPackage)) {
      kept.put(path, content.readNBytes(limits.maxManifestBytes() + 1));
    } else if (README_NAMES.contains(EntryPath.lowerCaseName(path)) && !inPackage.contains("/")) {
      kept.put(path, content.readNBytes(limits.maxReadmeBytes() + 1));
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (MANIFEST_NAMES.contains(name) && path.contains("/") && nested.size() <= MAX_NESTED) {
      nested.add(path);
    }
  }

  /** True if no file went by. */
  boolean isEmpty() {
    return empty;
  }

  /** What stands before the paths of the package: nothing or {@link #PREFIX}. */
  String prefix() {
    return wrapped && !empty ? PREFIX : "";
  }

  /** The manifests at the root, by name. */
  SequencedMap<String, byte[]> manifests() {
    SequencedMap<String, byte[]> manifests = new LinkedHashMap<>();
    for (String name : ManifestReader.FILES) {
      byte[] manifest = kept.get(prefix() + name);
      if (manifest != null) {
        requireSize(manifest, name);
        manifests.put(name, manifest);
      }
    }
    return manifests;
  }

  private void requireSize(byte[] manifest, String name) {
    if (manifest.length > limits.maxManifestBytes()) {
      throw new ManifestFaults(name)
          .fatal(
              ManifestNode.Place.UNKNOWN,
              "A manifest has at most %s."
                  .formatted(ArchiveFault.bytes(limits.maxManifestBytes())));
    }
  }

  /**
   * Paths in the package of manifests below its root, for the message when there is none at the
   * root.
   */
  List<String> nestedManifests() {
    String prefix = prefix();
    return nested.stream()
        .filter(path -> path.indexOf('/', prefix.length()) >= 0)
        .map(path -> path.substring(prefix.length()))
        .limit(MAX_NESTED)
        .toList();
  }

  /** The kept beginning of a path in the package, or null. */
  byte @Nullable [] find(String pathInPackage) {
    return kept.get(prefix() + pathInPackage);
  }

  /** The path in the package of the read-me that is taken if the manifest names none, or null. */
  @Nullable String defaultReadme() {
    for (String name : README_NAMES) {
      for (String path : kept.keySet().stream().sorted().toList()) {
        if (path.toLowerCase(Locale.ROOT).equals(prefix() + name)) {
          return path.substring(prefix().length());
        }
      }
    }
    return null;
  }
}
