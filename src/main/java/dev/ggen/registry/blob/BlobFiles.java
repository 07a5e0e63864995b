package dev.ggen.registry.blob;

import dev.ggen.registry.model.Digest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where blobs lie: {@code sha256/ab/cdef…}. All 256 directories are made when the store opens, so
 * that keeping a blob never has to make the name of a new directory durable.
 */
final class BlobFiles {
  private static final int PREFIX_DIGITS = 2;
  private static final Pattern REST = Pattern.compile("[0-9a-f]{62}");

  private final Path root;

  private BlobFiles(Path root) {
    this.root = root;
  }

  /** Makes the directories that are missing, durably. */
  static BlobFiles open(Path store, Disk disk) throws IOException {
    BlobFiles files = new BlobFiles(store.resolve("sha256"));
    boolean made = false;
    for (String prefix : prefixes()) {
      Path directory = files.root.resolve(prefix);
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory);
        made = true;
      }
    }
    if (made) {
      disk.forceDirectory(files.root);
      disk.forceDirectory(store);
    }
    return files;
  }

  private static List<String> prefixes() {
    List<String> prefixes = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      prefixes.add("%02x".formatted(i));
    }
    return prefixes;
  }

  /** Where the blob of a digest lies or would lie. */
  Path pathOf(Digest digest) {
    if (digest.algorithm() != Digest.Algorithm.SHA256) {
      throw new IllegalArgumentException("blobs are found by SHA-256, not by " + digest);
    }
    String hex = digest.hex();
    return root.resolve(hex.substring(0, PREFIX_DIGITS)).resolve(hex.substring(PREFIX_DIGITS));
  }

  Optional<Blob> find(Digest digest) throws IOException {
    Path path = pathOf(digest);
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return attributes.isRegularFile()
          ? Optional.of(new Blob(digest, path, attributes.size()))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Is given blobs one by one.
   *
   * @param <X> what it throws besides faults of the disk
   */
  interface Visitor<X extends Exception> {
    /** Deals with one blob. */
    void visit(Blob blob) throws IOException, X;
  }

  /**
   * Goes through all blobs, in the order of their digests; what comes or goes meanwhile may be
   * missed.
   */
  <X extends Exception> void forEach(Visitor<X> visitor) throws IOException, X {
    for (String prefix : prefixes()) {
      for (Digest digest : digestsIn(prefix)) {
        Optional<Blob> blob = find(digest);
        if (blob.isPresent()) {
          visitor.visit(blob.get());
        }
      }
    }
  }

  private List<Digest> digestsIn(String prefix) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(root.resolve(prefix))) {
      stream.forEach(file -> names.add(String.valueOf(file.getFileName())));
    }
    return names.stream()
        .filter(REST.asMatchPredicate())
        .sorted()
        .map(rest -> new Digest(Digest.Algorithm.SHA256, prefix + rest))
        .toList();
  }
}
