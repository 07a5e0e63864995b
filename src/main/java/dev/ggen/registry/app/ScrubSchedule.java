package dev.ggen.registry.app;

import dev.ggen.registry.blob.Blob;
import dev.ggen.registry.blob.BlobStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scrubs the blob store now and then on a thread of its own. When the last scrub ended is the time
 * of a file, so that restarts put none off. Started once, closed once.
 */
final class ScrubSchedule implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScrubSchedule.class);
  private static final Duration RETRY = Duration.ofHours(1);

  private final BlobStore blobs;
  private final Path lastScrub;
  private final ScrubSettings settings;
  private final Tally tally;
  private final Thread thread = Thread.ofVirtual().name("scrub").unstarted(this::run);

  /**
   * A schedule.
   *
   * @param lastScrub the file whose time is that of the last scrub
   */
  ScrubSchedule(BlobStore blobs, Path lastScrub, ScrubSettings settings, MeterRegistry meters) {
    this.blobs = blobs;
    this.lastScrub = lastScrub;
    this.settings = settings;
    this.tally = new Tally(meters);
  }

  void start() {
    if (!settings.every().isZero()) {
      thread.start();
    }
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(untilDue());
        scrub();
      }
    } catch (InterruptedException e) {
      LOG.debug("The scrub ends with the service");
    }
  }

  private Duration untilDue() {
    try {
      Instant due = Files.getLastModifiedTime(lastScrub).toInstant().plus(settings.every());
      Duration left = Duration.between(Instant.now(), due);
      return left.isNegative() ? Duration.ZERO : left;
    } catch (NoSuchFileException e) {
      note();
      return settings.every();
    } catch (IOException e) {
      LOG.warn("When the last scrub was can't be read from {}", lastScrub, e);
      return RETRY;
    }
  }

  private void scrub() throws InterruptedException {
    try {
      BlobStore.Scrub found = blobs.scrub(tally, settings.rate().toBytes());
      LOG.info(
          "Scrub: {} archives with {} bytes checked, {} damaged, {} unreadable",
          found.checked(),
          found.bytes(),
          found.damaged().size(),
          found.unreadable().size());
      note();
    } catch (IOException e) {
      LOG.warn("The scrub failed; trying again in {}", RETRY, e);
      Thread.sleep(RETRY);
    }
  }

  private void note() {
    try {
      Files.writeString(lastScrub, Instant.now() + "\n");
    } catch (IOException e) {
      LOG.warn("The time of the last scrub can't be written to {}", lastScrub, e);
    }
  }

  /** Ends a scrub that is under way. */
  @Override
  public void close() {
    thread.interrupt();
  }

  /** Counts and tells what a scrub finds. */
  private static final class Tally implements BlobStore.ScrubListener {
    private final Counter sound;
    private final Counter damaged;
    private final Counter unreadable;

    Tally(MeterRegistry meters) {
      sound = counter(meters, "sound");
      damaged = counter(meters, "damaged");
      unreadable = counter(meters, "unreadable");
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
      return Counter.builder("registry.scrubbed.blobs")
          .description("Archives that a scrub read again, by what it found")
          .tag("outcome", outcome)
          .register(meters);
    }

    @Override
    public void sound(Blob blob) {
      sound.increment();
    }

    @Override
    public void damaged(Blob blob) {
      damaged.increment();
      LOG.error(
          "The archive with SHA-256 {} is damaged and was moved to the quarantine; publish the same"
              + " bytes again to heal it",
          blob.digest().hex());
    }

    @Override
    public void unreadable(Blob blob, IOException fault) {
      unreadable.increment();
      LOG.error("The archive with SHA-256 {} can't be read", blob.digest().hex(), fault);
    }
  }
}
