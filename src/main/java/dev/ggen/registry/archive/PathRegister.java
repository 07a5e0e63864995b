package dev.ggen.registry.archive;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The paths of one archive so far. Refuses a path that is there already, also if only a system that
 * ignores case, Unicode composition, or dots and spaces at the end of a name takes them for one;
 * and a file that another path uses as a directory. Belongs to one thread.
 *
 * <p>Hostile names may all be different, so both their number (directories that are only implied
 * count too) and the sum of their lengths are bounded.
 */
final class PathRegister {
  /** Characters of all names together: 80 for each of 100,000 entries. */
  static final int MAX_NAME_CHARACTERS = 8_000_000;

  private final Node root = new Node("", Kind.IMPLIED);
  private final int maxEntries;
  private int entries;
  private long nameCharacters;

  PathRegister(int maxEntries) {
    this.maxEntries = maxEntries;
  }

  private enum Kind {
    FILE,
    DIRECTORY,
    /** A directory that so far only stands in the paths of others. */
    IMPLIED
  }

  private static final class Node {
    private final String name;
    private Kind kind;
    private @Nullable Map<String, Node> children;

    private Node(String name, Kind kind) {
      this.name = name;
      this.kind = kind;
    }
  }

  /** Adds a checked path. */
  void add(String path, boolean directory) {
    Node parent = root;
    int start = 0;
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', start)) {
      parent = directoryIn(parent, path, start, slash);
      start = slash + 1;
    }
    addLast(parent, path, path.substring(start), directory);
  }

  private Node directoryIn(Node parent, String path, int start, int end) {
    String name = path.substring(start, end);
    Node found = find(parent, name);
    if (found == null) {
      return insert(parent, name, Kind.IMPLIED);
    }
    if (found.kind == Kind.FILE) {
      throw ArchiveFault.unsafe(
          path, "'%s' is a file and a directory.".formatted(path.substring(0, end)));
    }
    requireSameSpelling(found, name, path);
    return found;
  }

  private void addLast(Node parent, String path, String name, boolean directory) {
    Node found = find(parent, name);
    if (found == null) {
      insert(parent, name, directory ? Kind.DIRECTORY : Kind.FILE);
      return;
    }
    requireSameSpelling(found, name, path);
    if (found.kind != Kind.IMPLIED) {
      throw ArchiveFault.unsafe(path, "The path is in the archive twice.");
    }
    if (!directory) {
      throw ArchiveFault.unsafe(path, "'%s' is a file and a directory.".formatted(path));
    }
    found.kind = Kind.DIRECTORY;
  }

  private static void requireSameSpelling(Node found, String name, String path) {
    if (!found.name.equals(name)) {
      throw ArchiveFault.unsafe(
          path,
          "'%s' and '%s' are one name on systems that ignore case or Unicode composition; rename one."
              .formatted(ArchiveFault.shown(found.name), ArchiveFault.shown(name)));
    }
  }

  private static @Nullable Node find(Node parent, String name) {
    return parent.children == null ? null : parent.children.get(folded(name));
  }

  private Node insert(Node parent, String name, Kind kind) {
    entries++;
    nameCharacters += name.length();
    if (entries > maxEntries || nameCharacters > MAX_NAME_CHARACTERS) {
      throw ArchiveFault.tooLarge(
          "The archive has more than %d files and directories, or their names more than %d characters; pack fewer."
              .formatted(maxEntries, MAX_NAME_CHARACTERS));
    }
    if (parent.children == null) {
      parent.children = new HashMap<>(4);
    }
    Node node = new Node(name, kind);
    parent.children.put(folded(name), node);
    return node;
  }

  /** What names that some system takes for one have in common. */
  static String folded(String name) {
    if (isPlain(name)) {
      return name;
    }
    String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
    String folded = composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    int end = folded.length();
    while (end > 0 && (folded.charAt(end - 1) == '.' || folded.charAt(end - 1) == ' ')) {
      end--;
    }
    return Normalizer.normalize(folded.substring(0, end), Normalizer.Form.NFC);
  }

  /** The usual case, for speed: nothing to fold. */
  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 0x80 || (c >= 'A' && c <= 'Z')) {
        return false;
      }
    }
    return !name.endsWith(".") && !name.endsWith(" ");
  }
}
