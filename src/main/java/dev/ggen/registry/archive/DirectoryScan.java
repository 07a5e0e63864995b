package dev.ggen.registry.archive;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Lists what is in a directory, once: files to pack, and everything that is not packed with the
 * reason. Links are never followed. Belongs to one thread.
 */
final class DirectoryScan {
  /** The order of UTF-8 bytes, which is that of code points and not that of Java's strings. */
  static final Comparator<String> BY_CODE_POINT =
      (a, b) -> {
        int i = 0;
        while (i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i)) {
          i++;
        }
        if (i == a.length() || i == b.length()) {
          return Integer.compare(a.length(), b.length());
        }
        boolean middle = i > 0 && Character.isHighSurrogate(a.charAt(i - 1));
        int start = middle ? i - 1 : i;
        return Integer.compare(a.codePointAt(start), b.codePointAt(start));
      };

  private final ArchiveLimits limits;
  private final Predicate<Path> readable;
  private final PathRegister register;
  private final SortedMap<String, Found> files = new TreeMap<>(BY_CODE_POINT);
  private final List<String> ignored = new ArrayList<>();
  private final List<String> links = new ArrayList<>();
  private final List<String> specialFiles = new ArrayList<>();
  private final List<String> emptyDirectories = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();

  /**
   * A scan that is yet to be made.
   *
   * @param readable tells whether this process may read a file or directory
   */
  DirectoryScan(ArchiveLimits limits, Predicate<Path> readable) {
    this.limits = limits;
    this.readable = readable;
    this.register = new PathRegister(limits.maxEntries());
  }

  /**
   * A file to pack.
   *
   * @param file where it is
   * @param executable whether its owner may execute it
   * @param sizeBytes its length at the time of the scan
   */
  record Found(Path file, boolean executable, long sizeBytes) {}

  /** Lists a directory and all below it. */
  DirectoryScan of(Path directory) throws IOException {
    enter(directory, "", IgnoreRules.fixed());
    if (!unreadable.isEmpty()) {
      throw new IOException(
          "These can't be read: %s. Allow it or list them in .ggenignore."
              .formatted(String.join(", ", unreadable)));
    }
    return this;
  }

  private void enter(Path directory, String prefix, IgnoreRules outer) throws IOException {
    List<Path> children = children(directory);
    IgnoreRules rules = outer.inside(directory, prefix);
    if (children.isEmpty() && !prefix.isEmpty()) {
      emptyDirectories.add(prefix);
    }
    for (Path child : children) {
      visit(child, prefix + nameOf(child, prefix), rules);
    }
  }

  private static List<Path> children(Path directory) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(children::add);
    }
    children.sort(
        Comparator.comparing(child -> String.valueOf(child.getFileName()), BY_CODE_POINT));
    return children;
  }

  /** The name in composed form, which systems that decompose names give back as something else. */
  private String nameOf(Path child, String prefix) {
    String name = String.valueOf(child.getFileName());
    if (name.indexOf('\uFFFD') >= 0) {
      throw ArchiveFault.unsafe(
          prefix + name,
          "The name is not UTF-8, or the locale of this process is not; rename the file or set"
              + " LC_ALL=C.UTF-8.");
    }
    String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
    if (!composed.equals(name)) {
      notes.add(
          "'%s%s' is packed under its composed Unicode name, which has other bytes."
              .formatted(prefix, composed));
    }
    return composed;
  }

  private void visit(Path child, String path, IgnoreRules rules) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes =
          Files.readAttributes(child, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (AccessDeniedException e) {
      unreadable.add(path);
      return;
    }
    boolean directory = attributes.isDirectory();
    String shown = directory ? path + "/" : path;
    if (rules.ignores(path, directory)) {
      ignored.add(shown);
    } else if (attributes.isSymbolicLink()) {
      links.add(path);
    } else if (!directory && !attributes.isRegularFile()) {
      specialFiles.add(path);
    } else if (!readable.test(child)) {
      unreadable.add(shown);
    } else if (directory) {
      EntryPath.check(RootFiles.PREFIX + path, true, limits);
      enter(child, shown, rules);
    } else {
      register.add(EntryPath.check(RootFiles.PREFIX + path, false, limits), false);
      files.put(path, new Found(child, isExecutable(child), attributes.size()));
    }
  }

  private static boolean isExecutable(Path file) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    return view != null
        && view.readAttributes().permissions().contains(PosixFilePermission.OWNER_EXECUTE);
  }

  /** The files to pack by path, in the order of the archive. */
  SortedMap<String, Found> files() {
    return files;
  }

  List<String> notes() {
    return notes;
  }

  List<String> ignored() {
    return ignored;
  }

  List<String> links() {
    return links;
  }

  List<String> specialFiles() {
    return specialFiles;
  }

  List<String> emptyDirectories() {
    return emptyDirectories;
  }
}
