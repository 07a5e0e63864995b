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
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Blobs as files of a directory:
 *
 * <pre>
 * sha256/ab/cdef…   the blobs; a file is there completely or not at all
 * staging/ID/       unfinished files of one process, cleared when it is dead
 * quarantine/       blobs that a scrub found damaged
 * </pre>
 *
 * <p>Keeping forces the file to the disk, renames it and forces the directory: two waits. It always
 * replaces what is there, so that it heals damage and makes the blob young again.
 *
 * <p>Whoever removes a blob first renames it away, then looks once more, and puts it back if it was
 * kept anew in between: so no locks are needed between processes. Within a process there are some,
 * so that nobody sees a blob missing that is only being looked at.
 */
public final class FileBlobStore implements BlobStore {
  private static final String TAKEN = "taken-";

  private final Disk disk;
  private final BlobFiles files;
  private final StagingArea staging;
  private final Path quarantine;
  private final List<Predicate<Digest>> claimants = new CopyOnWriteArrayList<>();
  private final BlobLocks locks = new BlobLocks();

  private FileBlobStore(Disk disk, BlobFiles files, StagingArea staging, Path quarantine) {
    this.disk = disk;
    this.files = files;
    this.staging = staging;
    this.quarantine = quarantine;
  }

  /** Opens the store in a directory, making it if need be, and removes what crashes left. */
  public static FileBlobStore open(Path directory) throws IOException {
    return open(directory, Disk.real());
  }

  static FileBlobStore open(Path directory, Disk disk) throws IOException {
    makeDirectory(directory.toAbsolutePath(), disk);
    BlobFiles files = BlobFiles.open(directory, disk);
    Path quarantine = Files.createDirectories(directory.resolve("quarantine"));
    StagingArea staging =
        StagingArea.open(directory.resolve("staging"), file -> clear(file, files, disk));
    return new FileBlobStore(disk, files, staging, quarantine);
  }

  /** Makes a directory and those above it that are missing, each durably. */
  private static void makeDirectory(Path directory, Disk disk) throws IOException {
    Path parent = directory.getParent();
    if (parent != null && !Files.isDirectory(directory)) {
      makeDirectory(parent, disk);
      Files.createDirectories(directory);
      disk.forceDirectory(parent);
    }
  }

  /** A blob that was taken away for a moment goes back; anything else was never kept. */
  private static void clear(Path file, BlobFiles files, Disk disk) throws IOException {
    String name = String.valueOf(file.getFileName());
    if (name.startsWith(TAKEN)) {
      String hex = name.substring(TAKEN.length(), name.lastIndexOf('_'));
      putBack(file, files.pathOf(new Digest(Digest.Algorithm.SHA256, hex)), disk);
    } else {
      Files.delete(file);
    }
  }

  @Override
  public StagedBlob stage(InputStream content, long maxBytes) throws IOException {
    Path file = staging.newFile("");
    try {
      ArchiveFacts facts;
      try (OutputStream out = disk.create(file)) {
        facts = HashedFile.copy(content, out, maxBytes);
      }
      return new StagedFile(file, facts);
    } catch (HashedFile.TooManyBytesException e) {
      Files.deleteIfExists(file);
      throw new RegistryException.TooLarge(
          "The archive is larger than %d bytes, the limit for one archive.".formatted(maxBytes));
    } catch (IOException | RuntimeException e) {
      deleteAfter(e, file);
      throw e;
    }
  }

  private static void deleteAfter(Exception fault, Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      fault.addSuppressed(e);
    }
  }

  /** A file of the staging area. */
  private final class StagedFile implements StagedBlob {
    private final Path file;
    private final ArchiveFacts facts;
    private boolean kept;

    private StagedFile(Path file, ArchiveFacts facts) {
      this.file = file;
      this.facts = facts;
    }

    @Override
    public ArchiveFacts facts() {
      return facts;
    }

    @Override
    public Path path() {
      return kept ? files.pathOf(facts.sha256()) : file;
    }

    @Override
    public void keep() throws IOException {
      if (kept) {
        return;
      }
      put(file, facts.sha256());
      kept = true;
    }

    @Override
    public void close() throws IOException {
      if (!kept) {
        Files.deleteIfExists(file);
      }
    }
  }

  private void put(Path file, Digest digest) throws IOException {
    Path target = files.pathOf(digest);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    disk.forceFile(file);
    try (BlobLocks.Held _ = locks.hold(digest)) {
      disk.rename(file, target);
    }
    disk.forceDirectory(target.resolveSibling(""));
  }

  @Override
  public void adopt(Path file, ArchiveFacts facts) throws IOException {
    long size = Files.size(file);
    if (size != facts.sizeBytes()) {
      throw new IOException("%s has %d bytes, not %d".formatted(file, size, facts.sizeBytes()));
    }
    put(file, facts.sha256());
  }

  @Override
  public void claim(Predicate<Digest> claimant) {
    claimants.add(claimant);
  }

  @Override
  public Optional<Blob> find(Digest sha256) throws IOException {
    Optional<Blob> found = files.find(sha256);
    if (found.isPresent()) {
      return found;
    }
    // Somebody may have taken it away for a moment, to look whether it may go.
    try (BlobLocks.Held _ = locks.hold(sha256)) {
      return files.find(sha256);
    }
  }

  @Override
  public boolean delete(Digest sha256) throws IOException {
    try (BlobLocks.Held _ = locks.hold(sha256)) {
      return Files.deleteIfExists(files.pathOf(sha256));
    }
  }

  @Override
  public Usage usage() throws IOException {
    long[] totals = new long[2];
    files.forEach(blob -> {
      totals[0]++;
      totals[1] += blob.sizeBytes();
    });
    return new Usage(totals[0], totals[1]);
  }

  @Override
  public Scrub scrub(ScrubListener listener, long maxBytesPerSecond)
      throws IOException, InterruptedException {
    return new BlobScrub(this, disk, listener, maxBytesPerSecond).run(files);
  }

  /** Moves a damaged blob to the quarantine. */
  <X extends Exception> boolean quarantine(Digest digest, Confirmation<X> damaged)
      throws IOException, X {
    Path target = quarantine.resolve(digest.hex());
    return remove(digest, damaged, taken -> disk.rename(taken, target));
  }

  @Override
  public List<Digest> sweep(Predicate<Digest> isReferenced, Duration minAge) throws IOException {
    Instant youngest = Instant.now().minus(minAge);
    List<Digest> removed = new ArrayList<>();
    files.forEach(blob -> {
      Confirmation<RuntimeException> orphaned =
          file ->
              isOlder(file, youngest)
                  && !isReferenced.test(blob.digest())
                  && claimants.stream().noneMatch(claimant -> claimant.test(blob.digest()));
      if (orphaned.holds(blob.path()) && remove(blob.digest(), orphaned, Files::delete)) {
        removed.add(blob.digest());
      }
    });
    return List.copyOf(removed);
  }

  private static boolean isOlder(Path file, Instant youngest) throws IOException {
    try {
      return !Files.getLastModifiedTime(file).toInstant().isAfter(youngest);
    } catch (NoSuchFileException e) {
      return false; // somebody else removed it
    }
  }

  /**
   * Says whether the file of a blob is still to be removed.
   *
   * @param <X> what it throws besides faults of the disk
   */
  interface Confirmation<X extends Exception> {
    /** Looks at the file, wherever it lies now. */
    boolean holds(Path file) throws IOException, X;
  }

  private interface Disposal {
    void dispose(Path taken) throws IOException;
  }

  private <X extends Exception> boolean remove(
      Digest digest, Confirmation<X> confirmation, Disposal disposal) throws IOException, X {
    try (BlobLocks.Held _ = locks.hold(digest)) {
      return removeAlone(digest, confirmation, disposal);
    }
  }

  private <X extends Exception> boolean removeAlone(
      Digest digest, Confirmation<X> confirmation, Disposal disposal) throws IOException, X {
    Path place = files.pathOf(digest);
    Path taken = staging.newFile(TAKEN + digest.hex() + "_");
    try {
      disk.rename(place, taken);
    } catch (NoSuchFileException e) {
      return false;
    }
    boolean confirmed = false;
    try {
      confirmed = confirmation.holds(taken);
    } finally {
      if (!confirmed) {
        putBack(taken, place, disk);
      }
    }
    if (confirmed) {
      disposal.dispose(taken);
    }
    return confirmed;
  }

  private static void putBack(Path taken, Path place, Disk disk) throws IOException {
    if (Files.exists(place)) {
      Files.delete(taken); // kept anew meanwhile
    } else {
      disk.rename(taken, place);
    }
  }

  @Override
  public void close() throws IOException {
    staging.close();
  }
}
