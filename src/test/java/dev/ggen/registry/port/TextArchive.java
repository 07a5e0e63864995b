package dev.ggen.registry.port;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ggen.registry.model.InvalidValueException;
import dev.ggen.registry.model.Manifest;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.model.VersionRange;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Properties;
import java.util.SequencedMap;

/**
 * What stands for an archive in tests that care for no real one: Java properties such as {@code
 * name=a}, {@code version=1.0.0}, {@code category}, {@code tags=x,y}, {@code dependencies=b ^1,c
 * ~2}, {@code readme} (its text), {@code note}.
 */
public final class TextArchive {
  private TextArchive() {}

  /** An archive of a name and a version, with further lines. */
  public static byte[] of(String name, String version, String... lines) {
    return "name=%s\nversion=%s\n%s\n"
        .formatted(name, version, String.join("\n", lines))
        .getBytes(UTF_8);
  }

  /** What such an archive contains. */
  public static InMemoryRegistry.Contents read(byte[] archive) {
    Properties lines = new Properties();
    try {
      lines.load(new StringReader(new String(archive, UTF_8)));
      Manifest manifest = manifest(lines);
      String note = lines.getProperty("note");
      return new InMemoryRegistry.Contents(
          manifest, lines.getProperty("readme"), note == null ? List.of() : List.of(note));
    } catch (InvalidValueException e) {
      throw new RegistryException.InvalidArchive(
          "invalid-manifest", List.of(new Problem("ggen.toml", 1, 1, e.getMessage())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Manifest manifest(Properties lines) {
    SequencedMap<PackageName, VersionRange> dependencies = new LinkedHashMap<>();
    for (String each : list(lines, "dependencies")) {
      String[] parts = each.split(" ", 2);
      dependencies.put(new PackageName(parts[0]), VersionRange.of(parts[1]));
    }
    return new Manifest(
        new PackageName(lines.getProperty("name", "")),
        Version.read(lines.getProperty("version", "")).version(),
        lines.getProperty("description"),
        lines.getProperty("category"),
        list(lines, "tags"),
        list(lines, "keywords"),
        list(lines, "authors"),
        lines.getProperty("license"),
        lines.getProperty("homepage"),
        lines.getProperty("repository"),
        dependencies,
        lines.containsKey("readme") ? "README.md" : null);
  }

  private static List<String> list(Properties lines, String key) {
    String value = lines.getProperty(key);
    return value == null ? List.of() : List.of(value.split(","));
  }
}
