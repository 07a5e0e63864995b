package dev.ggen.registry.cli;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** The user's own token on disk, readable by nobody else. */
final class TokenFile {
  private TokenFile() {}

  /** Puts a token in place of an earlier one. */
  static Path save(Path configuration, String secret) throws IOException {
    Files.createDirectories(configuration);
    Path fresh = Files.createTempFile(configuration, "token", ".new", ownerOnly());
    Files.writeString(fresh, secret + "\n");
    return Files.move(fresh, configuration.resolve("token"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static FileAttribute<?>[] ownerOnly() {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
