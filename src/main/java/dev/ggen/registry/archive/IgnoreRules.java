package dev.ggen.registry.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.ignore.IgnoreNode;

/**
 * What is left out below one directory: fixed names, then the patterns of its {@code .ggenignore}
 * and {@code .gitignore}, then those of the directories above. The first that speaks of a path
 * decides, and inside one file the last line. Immutable, apart from the library's nodes, which are
 * only read.
 */
final class IgnoreRules {
  /** Never packed, at any depth: what version control, systems and package managers leave. */
  private static final Set<String> FIXED =
      Set.of(".git", ".hg", ".svn", ".DS_Store", "node_modules");

  /** Never packed at the root: what is installed here, which is not what the package is. */
  private static final Set<String> FIXED_AT_ROOT = Set.of("ggen.lock", "ggen_packages");

  private static final List<String> FILES = List.of(".ggenignore", ".gitignore");

  /** Deepest directory first. */
  private final List<Layer> layers;

  private IgnoreRules(List<Layer> layers) {
    this.layers = layers;
  }

  /**
   * The patterns of one directory.
   *
   * @param prefix its path with a slash, or nothing for the root
   */
  private record Layer(String prefix, IgnoreNode patterns) {}

  /** The rules before any directory is entered. */
  static IgnoreRules fixed() {
    return new IgnoreRules(List.of());
  }

  /**
   * The rules inside a directory.
   *
   * @param prefix its path from the root with a slash, or nothing for the root
   */
  IgnoreRules inside(Path directory, String prefix) throws IOException {
    List<Layer> inner = new ArrayList<>();
    for (String name : FILES) {
      Path file = directory.resolve(name);
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        try (InputStream lines = Files.newInputStream(file)) {
          IgnoreNode patterns = new IgnoreNode();
          patterns.parse(lines);
          inner.add(new Layer(prefix, patterns));
        }
      }
    }
    if (inner.isEmpty()) {
      return this;
    }
    inner.addAll(layers);
    return new IgnoreRules(List.copyOf(inner));
  }

  /** True if a path from the root is left out. */
  boolean ignores(String path, boolean directory) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (FIXED.contains(name) || FIXED_AT_ROOT.contains(path)) {
      return true;
    }
    for (Layer layer : layers) {
      Boolean decided =
          layer.patterns().checkIgnored(path.substring(layer.prefix().length()), directory);
      if (decided != null) {
        return decided;
      }
    }
    return false;
  }
}
