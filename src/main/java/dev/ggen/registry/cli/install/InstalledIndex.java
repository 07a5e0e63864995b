package dev.ggen.registry.cli.install;

import dev.ggen.registry.cli.remote.Documents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;

/**
 * What ggen put into a directory: only that may it replace. Kept in {@code .ggen/installed.json},
 * outside the packages, whose content stays as published.
 *
 * @param format format of the file
 * @param packages what was installed, by name
 */
record InstalledIndex(int format, Map<String, Entry> packages) {
  static final int FORMAT = 1;

  InstalledIndex {
    packages = Collections.unmodifiableMap(new TreeMap<>(packages));
  }

  /**
   * One package.
   *
   * @param version its version
   * @param sha256 its archive
   * @param stamp its directory when it was installed; see {@link TreeStamp}
   */
  record Entry(String version, String sha256, String stamp) {}

  static InstalledIndex empty() {
    return new InstalledIndex(FORMAT, Map.of());
  }

  static InstalledIndex read(Path file) {
    if (!Files.exists(file)) {
      return empty();
    }
    try (InputStream json = Files.newInputStream(file)) {
      InstalledIndex index = Documents.read(json, InstalledIndex.class);
      if (index.format() == FORMAT) {
        return index;
      }
    } catch (IOException | JacksonException e) {
      throw unreadable(file, e);
    }
    throw unreadable(file, new IOException("unknown format"));
  }

  private static InstallException unreadable(Path file, Exception cause) {
    return new InstallException(
        InstallException.Kind.FILES,
        "%s can't be read. Remove the whole directory of packages and install again."
            .formatted(file),
        cause);
  }

  byte[] bytes() {
    return (Documents.write(this) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
