package dev.ggen.registry.archive;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The rules for the path of an entry: relative, with {@code /}, of components that mean the same on
 * every system. A leading {@code ./} and the {@code /} behind a directory are left away.
 */
final class EntryPath {
  /** The longest component in UTF-8; what common file systems can store. */
  static final int MAX_COMPONENT_BYTES = 255;

  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);
  private static final Pattern WINDOWS_DEVICE =
      Pattern.compile("(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])[ .]*(\\..*)?");
  private static final Pattern WINDOWS_FORBIDDEN = Pattern.compile(".*[<>:\"|?*].*|.*[. ]");

  private EntryPath() {}

  /** Reads the bytes of a name as UTF-8. */
  static String decode(byte[] name) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
    } catch (CharacterCodingException e) {
      throw ArchiveFault.unsafe(
          new String(name, StandardCharsets.ISO_8859_1),
          "The name is not UTF-8; rename the file or pack with UTF-8 names.");
    }
  }

  /**
   * Checks a name and gives the path that it means.
   *
   * @return the path, empty for the root itself
   */
  static String check(String name, boolean directory, ArchiveLimits limits) {
    refuseCharacters(name);
    if (name.startsWith("/") || DRIVE.matcher(name).matches()) {
      throw ArchiveFault.unsafe(name, "The path is absolute; only relative paths are accepted.");
    }
    String path = directory && name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    while (path.startsWith("./")) {
      path = path.substring(2);
    }
    if (directory && (path.isEmpty() || path.equals("."))) {
      return "";
    }
    checkLength(path, limits);
    checkComponents(path, limits);
    return path;
  }

  private static void refuseCharacters(String name) {
    if (name.indexOf('\\') >= 0) {
      throw ArchiveFault.unsafe(
          name, "The path contains a backslash; separate directories with '/'.");
    }
    if (!name.codePoints().allMatch(EntryPath::isHarmless)) {
      throw ArchiveFault.unsafe(
          name, "The path contains a control character; rename the file without it.");
    }
  }

  /**
   * False for control characters, line separators, and those that reverse the direction of text.
   */
  static boolean isHarmless(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
      case Character.SURROGATE -> false;
      default ->
          !(character >= 0x202A && character <= 0x202E)
              && !(character >= 0x2066 && character <= 0x2069)
              && character != 0x200E
              && character != 0x200F;
    };
  }

  private static void checkLength(String path, ArchiveLimits limits) {
    int length = path.getBytes(StandardCharsets.UTF_8).length;
    if (length > limits.maxPathBytes()) {
      throw ArchiveFault.unsafe(
          path, "The path has %d bytes; the limit is %d.".formatted(length, limits.maxPathBytes()));
    }
  }

  private static void checkComponents(String path, ArchiveLimits limits) {
    String[] components = path.split("/", -1);
    if (components.length > limits.maxPathDepth()) {
      throw ArchiveFault.unsafe(
          path,
          "The path has %d components; the limit is %d."
              .formatted(components.length, limits.maxPathDepth()));
    }
    for (String component : components) {
      checkComponent(path, component);
    }
  }

  private static void checkComponent(String path, String component) {
    if (component.equals("..")) {
      throw ArchiveFault.unsafe(path, "The path leaves the package by '..'.");
    }
    if (component.isEmpty() || component.equals(".")) {
      throw ArchiveFault.unsafe(
          path, "The path has an empty component or '.'; write each directory once.");
    }
    if (component.getBytes(StandardCharsets.UTF_8).length > MAX_COMPONENT_BYTES) {
      throw ArchiveFault.unsafe(
          path, "A name in the path is longer than %d bytes.".formatted(MAX_COMPONENT_BYTES));
    }
  }

  /** True if Windows can't have a file of this path. */
  static boolean isImpossibleOnWindows(String path) {
    return List.of(path.split("/")).stream()
        .anyMatch(component ->
            WINDOWS_DEVICE.matcher(component).matches()
                || WINDOWS_FORBIDDEN.matcher(component).matches());
  }

  /** The last component in lower case. */
  static String lowerCaseName(String path) {
    return path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
  }
}
