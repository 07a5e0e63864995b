package dev.ggen.registry.cli.install;

import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.VersionSelector;
import java.util.Map;
import java.util.SortedMap;

/**
 * Lock files as TOML. The same lock gives the same bytes: everything sorted, one form for each
 * thing. The format is in docs/lock-file.md. Pure.
 */
public final class LockFileCodec {
  /** The format that is written. */
  public static final int FORMAT = 1;

  /** The longest lock file that is read: some 50,000 packages. */
  public static final int MAX_BYTES = 32 << 20;

  private static final String HEAD =
      """
      # Written by ggen: commit it, do not edit it. The format is described in docs/lock-file.md.
      format = %d
      """
          .formatted(FORMAT);

  private LockFileCodec() {}

  /** The text of a lock. */
  public static String write(LockFile lock) {
    StringBuilder text = new StringBuilder(HEAD);
    if (!lock.missing().isEmpty()) {
      text.append("missing = [\n");
      lock.missing().forEach(name -> text.append("  ").append(quote(name)).append(",\n"));
      text.append("]\n");
    }
    if (!lock.roots().isEmpty()) {
      text.append("\n[roots]\n");
      append(text, lock.roots());
    }
    lock.packages().values().forEach(locked -> append(text, locked));
    return text.toString();
  }

  private static void append(StringBuilder text, LockedPackage locked) {
    text.append("\n[[package]]\nname = ")
        .append(quote(locked.name()))
        .append("\nversion = ")
        .append(quote(locked.version()))
        .append("\nintegrity = ")
        .append(quote(locked.archive().sha512().integrity()))
        .append("\nsha256 = ")
        .append(quote(locked.archive().sha256().hex()))
        .append("\nsize = ")
        .append(locked.archive().sizeBytes())
        .append('\n');
    if (!locked.dependencies().isEmpty()) {
      text.append("\n[package.dependencies]\n");
      append(text, locked.dependencies());
    }
  }

  private static void append(StringBuilder text, SortedMap<PackageName, VersionSelector> wishes) {
    for (Map.Entry<PackageName, VersionSelector> wish : wishes.entrySet()) {
      text.append(quote(wish.getKey())).append(" = ").append(quote(wish.getValue())).append('\n');
    }
  }

  /** A TOML basic string; names, versions, ranges and digests hold nothing that needs more. */
  private static String quote(Object value) {
    return '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /**
   * Reads a lock.
   *
   * @param text the text
   * @param source what to call it in messages
   * @throws InstallException if it is no lock file of this format; the message names the place
   */
  public static LockFile read(String text, String source) {
    return new LockFileReader(text, source).lock();
  }
}
