package dev.ggen.registry.central;

import dev.ggen.registry.blob.Blob;
import dev.ggen.registry.model.PackageRecord;
import dev.ggen.registry.port.ArchiveContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** An archive that lies in the blob store. */
record StoredArchive(PackageRecord record, Blob blob) implements ArchiveContent {
  @Override
  public InputStream open() throws IOException {
    return blob.open();
  }

  @Override
  public Optional<Path> file() {
    return Optional.of(blob.path());
  }
}
