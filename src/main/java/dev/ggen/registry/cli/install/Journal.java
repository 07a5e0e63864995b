package dev.ggen.registry.cli.install;

import dev.ggen.registry.cli.remote.Documents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What a change of the directory is about to do, written before it begins, so that a crash in its
 * middle can be undone. While it is there, the change counts as not made.
 *
 * @param names the packages that are replaced, added or removed; place in the list is their number
 * @param hadOld for each, whether there was a directory before
 * @param lockFile the lock file, absolute
 * @param lockBefore its content before, or null if there was none
 * @param lockAfter its content afterwards
 * @param indexBefore the index before, or null if there was none
 */
record Journal(
    List<String> names,
    List<Boolean> hadOld,
    String lockFile,
    @Nullable String lockBefore,
    String lockAfter,
    @Nullable String indexBefore) {
  Journal {
    names = List.copyOf(names);
    hadOld = List.copyOf(hadOld);
  }

  static Journal read(Path file) throws IOException {
    try (InputStream json = Files.newInputStream(file)) {
      return Documents.read(json, Journal.class);
    } catch (JacksonException e) {
      throw new IOException(file + " can't be read", e);
    }
  }

  byte[] bytes() {
    return Documents.write(this).getBytes(StandardCharsets.UTF_8);
  }
}
