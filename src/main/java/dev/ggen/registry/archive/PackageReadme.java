package dev.ggen.registry.archive;

import dev.ggen.registry.model.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The read-me of a package: the one that the manifest names, else the usual one at the root.
 *
 * @param path where it is in the package, or null if there is none
 * @param text its text, cut to the limit, or null
 */
record PackageReadme(@Nullable String path, @Nullable String text) {

  /** Gets a file that was not kept, by its path in the package. */
  interface Files {
    /** The beginning of the file, or null if there is none. */
    byte @Nullable [] read(String path) throws IOException;
  }

  static PackageReadme of(
      @Nullable String declared, RootFiles root, Files files, int maxBytes, List<String> notes)
      throws IOException {
    String path = declared == null ? null : withoutDot(declared);
    byte[] bytes = path == null ? null : find(path, root, files);
    if (path != null && bytes == null) {
      notes.add(
          "The read-me '%s' that the manifest names is not in the package."
              .formatted(ArchiveFault.shown(path)));
    }
    if (bytes == null) {
      path = root.defaultReadme();
      bytes = path == null ? null : find(path, root, files);
    }
    return bytes == null
        ? new PackageReadme(null, null)
        : new PackageReadme(path, text(path, bytes, maxBytes, notes));
  }

  private static String withoutDot(String path) {
    return path.startsWith("./") ? path.substring(2) : path;
  }

  private static byte @Nullable [] find(String path, RootFiles root, Files files)
      throws IOException {
    byte[] kept = root.find(path);
    return kept != null ? kept : files.read(path);
  }

  private static String text(
      @Nullable String path, byte[] bytes, int maxBytes, List<String> notes) {
    int length = bytes.length;
    if (length > maxBytes) {
      length = maxBytes;
      while (length > 0 && (bytes[length] & 0xc0) == 0x80) {
        length--; // not in the middle of a character
      }
      notes.add(
          "Only the first %s of the read-me '%s' are shown."
              .formatted(ArchiveFault.bytes(maxBytes), path));
    }
    String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** The manifest with the path of this read-me in it. */
  Manifest namedIn(Manifest manifest) {
    return new Manifest(
        manifest.name(),
        manifest.version(),
        manifest.description(),
        manifest.category(),
        manifest.tags(),
        manifest.keywords(),
        manifest.authors(),
        manifest.license(),
        manifest.homepage(),
        manifest.repository(),
        manifest.dependencies(),
        path);
  }
}
