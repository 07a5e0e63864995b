package dev.ggen.registry.blob;

import dev.ggen.registry.model.ArchiveFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes in the staging area of a {@link FileBlobStore}. */
final class StagedFile implements StagedBlob {
  private final FileBlobStore store;
  private final Path path;
  private final ArchiveFacts facts;
  private boolean kept;

  StagedFile(FileBlobStore store, Path path, ArchiveFacts facts) {
    this.store = store;
    this.path = path;
    this.facts = facts;
  }

  @Override
  public ArchiveFacts facts() {
    return facts;
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public void keep() throws IOException {
    if (!kept) {
      store.keep(path, facts);
      kept = true;
    }
  }

  @Override
  public void close() throws IOException {
    if (!kept) {
      Files.deleteIfExists(path);
    }
  }
}
