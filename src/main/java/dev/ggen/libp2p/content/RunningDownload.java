package dev.ggen.libp2p.content;

import dev.ggen.libp2p.content.DownloadException.Reason;
import dev.ggen.libp2p.content.DownloadProgress.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A download, from its first look at the disk to its end, on one virtual thread that owns it. */
final class RunningDownload {
  private static final System.Logger LOG = System.getLogger(RunningDownload.class.getName());

  /** How often progress is told and clocks are looked at. */
  static final Duration TICK = Duration.ofMillis(200);

  /** What goes into the journal and the file system's own accounts. */
  private static final long SPARE_BYTES = 1 << 20;

  private final DownloadRequest request;
  private final Path folder;
  private final Surroundings around;
  private final Mailbox mailbox = new Mailbox();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final ProgressAccount account;

  /** How many want it. Guarded by the lock of {@link Downloads}. */
  int interested;

  /** Set by the download's thread, read by those who serve its blocks. */
  private volatile @Nullable PartialArchive archive;

  private volatile @Nullable Reason stop;
  private volatile @Nullable DownloadException failure;

  RunningDownload(DownloadRequest request, Path folder, Surroundings around) {
    this.request = request;
    this.folder = folder;
    this.around = around;
    this.account = new ProgressAccount(request, around.listener(), System.nanoTime());
  }

  DownloadRequest request() {
    return request;
  }

  Path folder() {
    return folder;
  }

  DownloadProgress progress() {
    return account.progress();
  }

  /** Ends it soon. */
  void stop(Reason why) {
    stop = why;
    mailbox.post(new Mailbox.Woken());
  }

  /** Somebody else may have it. */
  void found(Provider provider) {
    mailbox.post(new Mailbox.Found(provider));
  }

  DownloadProgress await(Duration atMost) throws DownloadException, InterruptedException {
    boolean over = ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    DownloadException why = failure;
    if (over && why != null) {
      throw new DownloadException(why.reason(), String.valueOf(why.getMessage()), why);
    }
    return progress();
  }

  /** What is here of the archive, as long as more is to come; for those who serve its blocks. */
  Optional<PartialArchive> archive() {
    return Optional.ofNullable(archive);
  }

  /**
   * Does all of it. Its end is known to those who wait once this returns.
   *
   * @param unregister called when its files are closed and, if they are of no more use, removed
   */
  void run(Runnable unregister) {
    DownloadException why = null;
    try {
      work();
    } catch (DownloadException e) {
      why = e;
    } catch (BadArchiveException e) {
      why = failure(Reason.BAD_CONTENT, e);
    } catch (IOException e) {
      why = failure(Reason.DISK, e);
    } catch (InterruptedException e) {
      why = failure(Reason.CLOSED, e);
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "the download of " + request.root() + " has a bug", e);
      why = failure(Reason.BUG, e);
    } finally {
      clear(why);
      unregister.run();
      failure = why;
      account.ended(why == null ? State.FINISHED : State.FAILED, System.nanoTime());
      ended.countDown();
    }
  }

  private DownloadException failure(Reason reason, Throwable cause) {
    return new DownloadException(
        reason, "the archive %s: %s".formatted(request.root(), cause.getMessage()), cause);
  }

  private void work() throws IOException, BadArchiveException, InterruptedException {
    long deadline = System.nanoTime() + around.settings().deadline().toNanos();
    try (PartialArchive opened = PartialArchive.open(request, folder, around.disk())) {
      account.resumed(opened.doneBytes(), System.nanoTime());
      requireRoom(request.sizeBytes() - opened.doneBytes());
      archive = opened;
      if (!opened.isComplete()) {
        account.state(State.SEARCHING, System.nanoTime());
        new Fetching(request, opened, around, mailbox, deadline, () -> stop, account).run();
      }
      FinishedArchive finished = opened.finished();
      account.state(State.FINISHING, System.nanoTime());
      around.sink().take(finished);
    } finally {
      mailbox.close();
      archive = null;
    }
  }

  private void requireRoom(long bytes) throws IOException {
    long free = around.disk().freeBytes(folder);
    if (free < bytes + SPARE_BYTES) {
      throw new DownloadException(
          Reason.DISK,
          "the archive %s needs %d bytes more, but %s has only %d free"
              .formatted(request.root(), bytes, folder, free));
    }
  }

  /** Removes the files unless another attempt can go on with them. */
  private void clear(@Nullable DownloadException why) {
    boolean ofUse =
        why != null
            && switch (why.reason()) {
              case NO_PROVIDERS, DEADLINE, DISK, CLOSED, BUG -> true;
              case BAD_CONTENT, CANCELLED, TOO_LARGE, TOO_MANY -> false;
            };
    if (!ofUse) {
      try {
        DownloadFolders.remove(folder);
      } catch (IOException e) {
        LOG.log(System.Logger.Level.WARNING, "can't remove the files of a download: " + folder, e);
      }
    }
  }
}
