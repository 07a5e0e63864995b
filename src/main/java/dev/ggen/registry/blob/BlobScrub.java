package dev.ggen.registry.blob;

import dev.ggen.registry.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One pass over all blobs that hashes them again. Belongs to one thread. */
final class BlobScrub {
  /** Shortest pause worth making; shorter ones are saved up. */
  private static final Duration MIN_PAUSE = Duration.ofMillis(10);

  private final FileBlobStore store;
  private final Disk disk;
  private final BlobStore.ScrubListener listener;
  private final long maxBytesPerSecond;
  private final long startNanos = System.nanoTime();
  private final List<Digest> damaged = new ArrayList<>();
  private final List<Digest> unreadable = new ArrayList<>();
  private long readBytes;
  private long checked;
  private long checkedBytes;

  BlobScrub(
      FileBlobStore store, Disk disk, BlobStore.ScrubListener listener, long maxBytesPerSecond) {
    if (maxBytesPerSecond <= 0) {
      throw new IllegalArgumentException(
          "maxBytesPerSecond must be positive, not " + maxBytesPerSecond);
    }
    this.store = store;
    this.disk = disk;
    this.listener = listener;
    this.maxBytesPerSecond = maxBytesPerSecond;
  }

  BlobStore.Scrub run(BlobFiles files) throws IOException, InterruptedException {
    files.forEach(this::check);
    return new BlobStore.Scrub(checked, checkedBytes, damaged, unreadable);
  }

  private void check(Blob blob) throws InterruptedException {
    try {
      boolean damage =
          !isSound(blob.path(), blob.digest())
              && store.quarantine(blob.digest(), file -> !isSound(file, blob.digest()));
      tell(blob, damage);
    } catch (NoSuchFileException e) {
      return; // removed meanwhile
    } catch (IOException e) {
      unreadable.add(blob.digest());
      listener.unreadable(blob, e);
    }
  }

  private void tell(Blob blob, boolean damage) {
    checked++;
    checkedBytes += blob.sizeBytes();
    if (damage) {
      damaged.add(blob.digest());
      listener.damaged(blob);
    } else {
      listener.sound(blob);
    }
  }

  private boolean isSound(Path file, Digest expected) throws IOException, InterruptedException {
    try (InputStream content = disk.open(file)) {
      return HashedFile.sha256(content, this::pause).equals(expected);
    }
  }

  private void pause(long bytes) throws InterruptedException {
    readBytes += bytes;
    double dueNanos = 1e9 * readBytes / maxBytesPerSecond;
    Duration ahead = Duration.ofNanos((long) dueNanos - (System.nanoTime() - startNanos));
    if (ahead.compareTo(MIN_PAUSE) > 0) {
      Thread.sleep(ahead);
    }
  }
}
