package dev.ggen.registry.cli.install;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Unpacks a verified archive into a directory that is not there yet, safely: the archives' part.
 */
@FunctionalInterface
public interface Unpacking {
  /** Unpacks; what it leaves when it fails, the caller removes. */
  void unpack(Path archive, Path target) throws IOException;
}
