package dev.ggen.registry.central;

import dev.ggen.registry.port.Actor;
import dev.ggen.registry.port.TokenScope;
import dev.ggen.registry.port.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file with the admin token, so that the command line on the same machine works at once. Made
 * when no valid admin token exists: on the first start, or after the last one was revoked or ended.
 * The file is on disk before its token becomes valid; the other way round a crash between the two
 * would leave a valid token that nobody knows, and so a registry that nobody may administer.
 */
final class AdminTokenFile {
  private static final Logger LOG = LoggerFactory.getLogger(AdminTokenFile.class);
  private static final String NAME = "admin-token";
  private static final String USER = "admin";

  private final Path directory;
  private final CentralTokens tokens;

  AdminTokenFile(Path directory, CentralTokens tokens) {
    this.directory = directory;
    this.tokens = tokens;
  }

  void ensure() {
    boolean present =
        tokens.list().stream().anyMatch(token -> token.scopes().contains(TokenScope.ADMIN));
    if (present) {
      return;
    }
    Tokens.Issued drafted =
        tokens.draft(USER, "made on first start", EnumSet.of(TokenScope.ADMIN), null);
    Path file = directory.resolve(NAME);
    try {
      write(file, drafted.secret());
    } catch (IOException e) {
      throw new UncheckedIOException("The admin token can't be written to " + file, e);
    }
    tokens.keep(new Actor(USER, true, "first start"), drafted);
    LOG.info("Admin token written to {}", file);
  }

  private void write(Path file, String secret) throws IOException {
    Path temporary = Files.createTempFile(directory, NAME, ".tmp", onlyOwner());
    try {
      try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(secret + "\n");
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private FileAttribute<?>[] onlyOwner() {
    if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    Set<PosixFilePermission> permissions = PosixFilePermissions.fromString("rw-------");
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
  }
}
