package dev.ggen.registry.central;

import dev.ggen.registry.blob.BlobStore;
import dev.ggen.registry.central.store.PackageReader;
import dev.ggen.registry.model.Digest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done now and then on a thread of its own: counts and last uses go to the database,
 * archives that no version refers to are removed.
 */
final class Upkeep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
  private static final Duration FLUSH_EVERY = Duration.ofSeconds(5);
  private static final Duration SWEEP_EVERY = Duration.ofHours(6);

  /** Longer than any publish takes between its bytes and its row. */
  private static final Duration ORPHAN_AGE = Duration.ofHours(1);

  private final DownloadCounter downloads;
  private final CentralTokens tokens;
  private final BlobStore blobs;
  private final CentralTransactions transactions;
  private final PackageReader reader;
  private final Worker worker = new Worker("upkeep", this::run);

  Upkeep(
      DownloadCounter downloads,
      CentralTokens tokens,
      BlobStore blobs,
      CentralTransactions transactions,
      PackageReader reader) {
    this.downloads = downloads;
    this.tokens = tokens;
    this.blobs = blobs;
    this.transactions = transactions;
    this.reader = reader;
  }

  void start() {
    worker.start();
  }

  private void run() throws InterruptedException {
    Instant nextSweep = Instant.now().plus(ORPHAN_AGE);
    boolean failing = false;
    worker.pause(FLUSH_EVERY);
    while (!worker.stopping()) {
      try {
        flush();
        if (Instant.now().isAfter(nextSweep)) {
          nextSweep = Instant.now().plus(SWEEP_EVERY);
          sweep(ORPHAN_AGE);
        }
        failing = false;
      } catch (IOException | RuntimeException e) {
        if (!failing) {
          LOG.warn("Upkeep failed; trying again every {} until it works", FLUSH_EVERY, e);
        }
        failing = true;
      }
      worker.pause(FLUSH_EVERY);
    }
  }

  /** Afterwards everything written so far is on disk, which H2's RETENTION_TIME counts on. */
  void flush() {
    try {
      downloads.flush();
      tokens.flushUses();
    } finally {
      transactions.makeDurable();
    }
  }

  void sweep(Duration minAge) throws IOException {
    List<Digest> removed =
        blobs.sweep(digest -> transactions.read(() -> reader.refersTo(digest)), minAge);
    if (!removed.isEmpty()) {
      LOG.info("Removed {} archives that no version refers to", removed.size());
    }
  }

  /** Stops the thread and writes what is left. */
  @Override
  public void close() {
    worker.close();
    flush();
  }
}
