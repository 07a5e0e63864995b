package dev.ggen.registry.blob;

import dev.ggen.registry.model.ArchiveFacts;
import dev.ggen.registry.model.Digest;
import dev.ggen.registry.port.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Blobs as files of a directory, several processes at once. Bytes are written to a staging file,
 * synced, renamed to their place in one step, and the directory synced: at every moment a blob is
 * there wholly or not at all.
 */
public final class FileBlobStore implements BlobStore {
  private static final int BUFFER_BYTES = 64 << 10;

  private final BlobPaths paths;
  private final StagingArea staging;
  private final DurableFiles files;

  private FileBlobStore(BlobPaths paths, StagingArea staging, DurableFiles files) {
    this.paths = paths;
    this.staging = staging;
    this.files = files;
  }

  /** Opens the store in a directory, making it if need be, and removes what crashes left. */
  public static FileBlobStore open(Path directory) throws IOException {
    return open(directory, DurableFiles.ON_DISK);
  }

  static FileBlobStore open(Path directory, DurableFiles files) throws IOException {
    BlobPaths paths = new BlobPaths(directory);
    Files.createDirectories(paths.blobs());
    files.sync(directory);
    return new FileBlobStore(paths, StagingArea.open(paths.staging()), files);
  }

  @Override
  public StagedBlob stage(InputStream content, long maxBytes) throws IOException {
    Path file = staging.newFile();
    try {
      return new StagedFile(this, file, copy(content, file, maxBytes));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static ArchiveFacts copy(InputStream content, Path file, long maxBytes)
      throws IOException {
    DigestPair digests = new DigestPair();
    byte[] buffer = new byte[BUFFER_BYTES];
    long total = 0;
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        total += read;
        if (total > maxBytes) {
          throw new RegistryException.TooLarge(
              "The archive is larger than the limit of %d bytes.".formatted(maxBytes));
        }
        digests.update(buffer, read);
        out.write(buffer, 0, read);
      }
    }
    return digests.facts(total);
  }

  /** Makes a staged file a blob; a blob of the right length that is there already stays. */
  void keep(Path file, ArchiveFacts facts) throws IOException {
    Path target = paths.blob(facts.sha256());
    Path directory = paths.directoryOf(facts.sha256());
    if (isWhole(target, facts.sizeBytes())) {
      // Young again, so that a sweep leaves it to the publish that is about to refer to it.
      Files.setLastModifiedTime(target, FileTime.from(Instant.now()));
      Files.delete(file);
    } else {
      files.sync(file);
      makeDirectory(directory);
      files.move(file, target);
    }
    // Also where the blob was there: whoever moved it there may not have come this far.
    files.sync(directory);
  }

  private void makeDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
      files.sync(paths.blobs());
    }
  }

  private static boolean isWhole(Path file, long sizeBytes) throws IOException {
    return attributes(file).filter(found -> found.size() == sizeBytes).isPresent();
  }

  private static Optional<BasicFileAttributes> attributes(Path file) throws IOException {
    try {
      return Optional.of(Files.readAttributes(file, BasicFileAttributes.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<Blob> find(Digest sha256) throws IOException {
    Path file = paths.blob(sha256);
    return attributes(file).map(found -> new Blob(sha256, file, found.size()));
  }

  @Override
  public boolean delete(Digest sha256) throws IOException {
    return Files.deleteIfExists(paths.blob(sha256));
  }

  @Override
  public Usage usage() throws IOException {
    long blobs = 0;
    long bytes = 0;
    for (Iterator<Digest> all = paths.all().iterator(); all.hasNext(); ) {
      Optional<Blob> blob = find(all.next());
      blobs += blob.isPresent() ? 1 : 0;
      bytes += blob.map(Blob::sizeBytes).orElse(0L);
    }
    return new Usage(blobs, bytes);
  }

  @Override
  public Scrub scrub(ScrubListener listener, long maxBytesPerSecond)
      throws IOException, InterruptedException {
    Pace pace = new Pace(maxBytesPerSecond);
    List<Digest> damaged = new ArrayList<>();
    long checked = 0;
    for (Iterator<Digest> all = paths.all().iterator(); all.hasNext(); ) {
      Optional<Blob> blob = find(all.next());
      if (blob.isPresent()) {
        checked++;
        if (!isSound(blob.get(), pace)) {
          quarantine(blob.get());
          damaged.add(blob.get().digest());
          listener.damaged(blob.get());
        } else {
          listener.sound(blob.get());
        }
      }
    }
    return new Scrub(checked, pace.bytes(), damaged);
  }

  private static boolean isSound(Blob blob, Pace pace) throws IOException, InterruptedException {
    DigestPair digests = new DigestPair();
    byte[] buffer = new byte[BUFFER_BYTES];
    long total = 0;
    try (InputStream in = blob.open()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digests.update(buffer, read);
        total += read;
        pace.spend(read);
      }
    } catch (NoSuchFileException e) {
      // Deleted meanwhile, so there is nothing left to be damaged.
      return true;
    }
    return digests.facts(total).sha256().equals(blob.digest());
  }

  private void quarantine(Blob blob) throws IOException {
    Files.createDirectories(paths.quarantine());
    files.move(blob.path(), paths.quarantine().resolve(blob.digest().hex()));
    files.sync(paths.quarantine());
  }

  @Override
  public List<Digest> sweep(Predicate<Digest> isReferenced, Duration minAge) throws IOException {
    List<Digest> removed = new ArrayList<>();
    for (Iterator<Digest> all = paths.all().iterator(); all.hasNext(); ) {
      Digest digest = all.next();
      if (isOlder(digest, minAge) && !isReferenced.test(digest) && isOlder(digest, minAge)) {
        Files.deleteIfExists(paths.blob(digest));
        removed.add(digest);
      }
    }
    return removed;
  }

  private boolean isOlder(Digest digest, Duration minAge) throws IOException {
    Instant limit = Instant.now().minus(minAge);
    return attributes(paths.blob(digest))
        .filter(found -> !found.lastModifiedTime().toInstant().isAfter(limit))
        .isPresent();
  }

  @Override
  public void close() throws IOException {
    staging.close();
  }
}
