package dev.ggen.registry.port;

import dev.ggen.registry.archive.ArchiveInspector;
import dev.ggen.registry.archive.ArchiveLimits;
import dev.ggen.registry.archive.Inspection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

/** The registry in memory behaves like the others, as far as tests rely on it. */
class InMemoryRegistryTest extends RegistryContract {
  @TempDir private Path directory;

  private final InMemoryRegistry registry =
      new InMemoryRegistry(this::inspect, 1 << 20, Clock.systemUTC());

  private InMemoryRegistry.Contents inspect(byte[] archive) {
    try {
      Path file = Files.write(directory.resolve("archive"), archive);
      Inspection inspection = new ArchiveInspector(ArchiveLimits.defaults()).inspect(file);
      return new InMemoryRegistry.Contents(
          inspection.manifest(), inspection.readmeText(), inspection.notes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Registry registry() {
    return registry;
  }

  @Override
  protected PackageAdministration administration() {
    return registry;
  }

  @Override
  protected ChangeFeed feed() {
    return registry;
  }
}
