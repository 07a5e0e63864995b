package dev.ggen.registry.cli.install;

import dev.ggen.registry.model.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells whether somebody changed a directory since it was installed, by names, sizes and times, as
 * version control does; contents are not read.
 */
final class TreeStamp {
  private TreeStamp() {}

  /** The stamp of a directory as it is now. */
  static String of(Path directory) throws IOException {
    MessageDigest digest = sha256();
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(directory)) {
      paths = walk.sorted().toList();
    }
    for (Path path : paths) {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      String line = directory.relativize(path) + "\0" + facts(path, attributes) + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return Digest.of(Digest.Algorithm.SHA256, digest.digest()).hex();
  }

  private static String facts(Path path, BasicFileAttributes attributes) {
    if (attributes.isDirectory()) {
      return "d";
    }
    return attributes.isRegularFile()
        ? "%d %s %b"
            .formatted(
                attributes.size(),
                attributes.lastModifiedTime().toInstant(),
                Files.isExecutable(path))
        : "other";
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance(Digest.Algorithm.SHA256.jcaName());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
