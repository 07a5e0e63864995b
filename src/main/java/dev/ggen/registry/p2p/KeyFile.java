package dev.ggen.registry.p2p;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.MultiformatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * An Ed25519 key in a file that only its owner may read, in libp2p's protobuf encoding (design §4).
 * Made complete or not at all.
 */
public final class KeyFile {
  private static final int MAX_BYTES = 1_024;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private KeyFile() {}

  /**
   * The key of a file; a new one if there is no file yet.
   *
   * @throws IOException if the file can't be read or written, others may read it, or it holds no
   *     key; the message says what to do
   */
  public static PrivateKey openOrCreate(Path file) throws IOException {
    try {
      return open(file);
    } catch (NoSuchFileException e) {
      return create(file);
    }
  }

  /**
   * The key of a file.
   *
   * @throws NoSuchFileException if there is no file
   * @throws IOException as with {@link #openOrCreate}
   */
  public static PrivateKey open(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + " is too long for a key");
    }
    if (hasPosix(file)
        && Files.getPosixFilePermissions(file).stream().anyMatch(KeyFile::isOthers)) {
      throw new IOException("%s can be read by others; run: chmod 600 %s".formatted(file, file));
    }
    try {
      return PrivateKey.decode(Bytes.copyOf(Files.readAllBytes(file)));
    } catch (MultiformatException e) {
      throw new IOException(
          "%s holds no Ed25519 key (%s); put a backup in its place, or remove it for a new identity"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static boolean isOthers(PosixFilePermission permission) {
    return !OWNER_ONLY.contains(permission) && permission != PosixFilePermission.OWNER_EXECUTE;
  }

  private static boolean hasPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** Makes a key; of two processes that do so at the same time the first one's counts for both. */
  private static PrivateKey create(Path file) throws IOException {
    Path folder = Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
    PrivateKey key = PrivateKey.generate();
    Path fresh = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID());
    try {
      write(fresh, key.encode().toByteArray());
      Files.createLink(file, fresh);
      return key;
    } catch (FileAlreadyExistsException e) {
      return open(file);
    } catch (UnsupportedOperationException e) {
      return moved(fresh, file, key);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static PrivateKey moved(Path fresh, Path file, PrivateKey key) throws IOException {
    try {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(fresh, file);
    }
    return key;
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    FileAttribute<?>[] attributes =
        hasPosix(file.resolveSibling(""))
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    try (FileChannel channel =
        FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        int _ = channel.write(buffer);
      }
      channel.force(true);
    }
  }
}
