package dev.ggen.registry.blob;

import dev.ggen.registry.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bytes that are kept under their SHA-256.
 *
 * @param digest their SHA-256
 * @param path the file that holds them; never written to, and gone only after a delete
 * @param sizeBytes its length
 */
public record Blob(Digest digest, Path path, long sizeBytes) {
  /** Opens the bytes from the first one; the caller closes. */
  public InputStream open() throws IOException {
    return Files.newInputStream(path);
  }
}
