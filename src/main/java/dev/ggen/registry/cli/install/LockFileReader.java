package dev.ggen.registry.cli.install;

import dev.ggen.registry.model.ArchiveFacts;
import dev.ggen.registry.model.Digest;
import dev.ggen.registry.model.InvalidValueException;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.model.VersionSelector;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlInvalidTypeException;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Reads one lock file strictly: what it does not know, it refuses. */
final class LockFileReader {
  private static final Set<String> KEYS = Set.of("format", "missing", "roots", "package");
  private static final Set<String> PACKAGE_KEYS =
      Set.of("name", "version", "integrity", "sha256", "size", "dependencies");

  private final TomlParseResult toml;
  private final String source;

  LockFileReader(String text, String source) {
    this.source = source;
    this.toml = Toml.parse(text);
  }

  LockFile lock() {
    if (toml.hasErrors()) {
      var first = toml.errors().getFirst();
      throw invalid(first.position(), first.getMessage(), first);
    }
    try {
      checkFormat();
      checkKeys(toml, KEYS);
      return new LockFile(wishes(toml.getTable("roots")), packages(), missing());
    } catch (TomlInvalidTypeException e) {
      throw invalid(null, e.getMessage(), e);
    }
  }

  private void checkFormat() {
    Long format = toml.getLong("format");
    if (format == null || format != LockFileCodec.FORMAT) {
      throw new InstallException(
          InstallException.Kind.LOCK,
          format == null
              ? "%s is not a lock file of ggen: it has no 'format'.".formatted(source)
              : "%s has format %d; this ggen reads format %d. Use the ggen that wrote it, or delete the file and install again."
                  .formatted(source, format, LockFileCodec.FORMAT),
          null);
    }
  }

  private void checkKeys(TomlTable table, Set<String> known) {
    for (String key : table.keySet()) {
      if (!known.contains(key)) {
        throw invalid(table.inputPositionOf(List.of(key)), "'" + key + "' is not known", null);
      }
    }
  }

  private SortedMap<PackageName, LockedPackage> packages() {
    SortedMap<PackageName, LockedPackage> packages = new TreeMap<>();
    TomlArray tables = toml.getArray("package");
    for (int i = 0; tables != null && i < tables.size(); i++) {
      TomlPosition position = tables.inputPositionOf(i);
      LockedPackage locked = locked(tables.getTable(i), position);
      if (packages.put(locked.name(), locked) != null) {
        throw invalid(position, locked.name() + " is there twice", null);
      }
    }
    return packages;
  }

  private LockedPackage locked(TomlTable table, @Nullable TomlPosition position) {
    checkKeys(table, PACKAGE_KEYS);
    try {
      Digest sha256 = new Digest(Digest.Algorithm.SHA256, text(table, "sha256", position));
      Digest sha512 = Digest.ofIntegrity(text(table, "integrity", position));
      Long size = table.getLong("size");
      if (size == null || size < 0 || sha512.algorithm() != Digest.Algorithm.SHA512) {
        throw invalid(position, "a package needs a 'size' and a sha512 'integrity'", null);
      }
      return new LockedPackage(
          new PackageName(text(table, "name", position)),
          Version.of(text(table, "version", position)),
          new ArchiveFacts(sha256, sha512, size),
          wishes(table.getTable("dependencies")));
    } catch (InvalidValueException e) {
      throw invalid(position, e.getMessage(), e);
    }
  }

  private String text(TomlTable table, String key, @Nullable TomlPosition position) {
    String text = table.getString(List.of(key));
    if (text == null) {
      throw invalid(position, "a package needs '" + key + "'", null);
    }
    return text;
  }

  private SortedMap<PackageName, VersionSelector> wishes(@Nullable TomlTable table) {
    SortedMap<PackageName, VersionSelector> wishes = new TreeMap<>();
    if (table == null) {
      return wishes;
    }
    for (String key : table.keySet()) {
      TomlPosition position = table.inputPositionOf(List.of(key));
      String range = table.getString(List.of(key));
      try {
        wishes.put(new PackageName(key), VersionSelector.of(range == null ? "" : range));
      } catch (InvalidValueException e) {
        throw invalid(position, e.getMessage(), e);
      }
    }
    return wishes;
  }

  private SortedSet<PackageName> missing() {
    SortedSet<PackageName> missing = new TreeSet<>();
    TomlArray names = toml.getArray("missing");
    for (int i = 0; names != null && i < names.size(); i++) {
      try {
        missing.add(new PackageName(names.getString(i)));
      } catch (InvalidValueException e) {
        throw invalid(names.inputPositionOf(i), e.getMessage(), e);
      }
    }
    return missing;
  }

  private InstallException invalid(
      @Nullable TomlPosition position, @Nullable String what, @Nullable Throwable cause) {
    String place =
        position == null
            ? source
            : "%s:%d:%d".formatted(source, position.line(), position.column());
    return new InstallException(
        InstallException.Kind.LOCK,
        "%s: %s. Take it from version control again, or delete it and install anew."
            .formatted(place, what),
        cause);
  }
}
