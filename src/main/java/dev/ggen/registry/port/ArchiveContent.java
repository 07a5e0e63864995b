package dev.ggen.registry.port;

import dev.ggen.registry.model.PackageRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** The bytes of one published archive. They never change. */
public interface ArchiveContent {
  /** The record that they belong to. */
  PackageRecord record();

  /** Opens them from the first byte; the caller closes. */
  InputStream open() throws IOException;

  /** The file that holds them, if there is one: for sending without copying. */
  Optional<Path> file();
}
