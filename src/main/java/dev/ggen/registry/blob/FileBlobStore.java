package dev.ggen.registry.blob;

import dev.ggen.registry.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Blobs as files of a directory, several processes at once. */
@SuppressWarnings("DoNotCallSuggester")
public final class FileBlobStore implements BlobStore {
  private final Path root;

  private FileBlobStore(Path root) {
    this.root = root;
  }

  /** Opens the store in a directory, making it if need be, and removes what crashes left. */
  public static FileBlobStore open(Path directory) throws IOException {
    return new FileBlobStore(directory);
  }

  @Override
  public StagedBlob stage(InputStream content, long maxBytes) throws IOException {
    throw new IOException("not built yet: " + root);
  }

  @Override
  public Optional<Blob> find(Digest sha256) throws IOException {
    throw new IOException("not built yet: " + root);
  }

  @Override
  public boolean delete(Digest sha256) throws IOException {
    throw new IOException("not built yet: " + root);
  }

  @Override
  public Usage usage() throws IOException {
    throw new IOException("not built yet: " + root);
  }

  @Override
  public Scrub scrub(ScrubListener listener, long maxBytesPerSecond) throws IOException {
    throw new IOException("not built yet: " + root);
  }

  @Override
  public List<Digest> sweep(Predicate<Digest> isReferenced, Duration minAge) throws IOException {
    throw new IOException("not built yet: " + root);
  }

  @Override
  public void close() throws IOException {}
}
