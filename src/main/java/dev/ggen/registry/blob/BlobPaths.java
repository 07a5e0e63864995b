package dev.ggen.registry.blob;

import dev.ggen.registry.model.Digest;
import dev.ggen.registry.model.InvalidValueException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where things lie: {@code sha256/ab/abcd…} the blobs, {@code quarantine/} the damaged ones. */
record BlobPaths(Path root) {
  private static final int PREFIX = 2;

  Path blobs() {
    return root.resolve("sha256");
  }

  Path staging() {
    return root.resolve("staging");
  }

  Path quarantine() {
    return root.resolve("quarantine");
  }

  Path directoryOf(Digest sha256) {
    return blobs().resolve(sha256.hex().substring(0, PREFIX));
  }

  Path blob(Digest sha256) {
    return directoryOf(sha256).resolve(sha256.hex());
  }

  /** Every digest that a file lies under, in order, one directory in memory at a time. */
  Stream<Digest> all() throws IOException {
    return children(blobs()).stream().flatMap(this::digestsIn);
  }

  private Stream<Digest> digestsIn(Path directory) {
    try {
      return children(directory).stream().flatMap(file -> digestOf(file).stream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Digest> digestOf(Path file) {
    try {
      return Optional.of(new Digest(Digest.Algorithm.SHA256, file.getFileName().toString()));
    } catch (InvalidValueException e) {
      // Somebody else's file; it is not ours to judge.
      return Optional.empty();
    }
  }

  private static List<Path> children(Path directory) throws IOException {
    try (Stream<Path> found = Files.list(directory)) {
      return found.sorted().toList();
    }
  }
}
