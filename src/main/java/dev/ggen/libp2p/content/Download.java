package dev.ggen.libp2p.content;

import java.time.Duration;

/**
 * One asker's share in a download, which others may share too. Safe for any thread. Whoever has it
 * closes it; what is still wanted by nobody then ends and frees everything, its files too.
 */
public final class Download implements AutoCloseable {
  private final Downloads downloads;
  private final RunningDownload running;
  private boolean left;

  Download(Downloads downloads, RunningDownload running) {
    this.downloads = downloads;
    this.running = running;
  }

  /** What is downloaded. */
  public DownloadRequest request() {
    return running.request();
  }

  /** How far it is; does not wait. */
  public DownloadProgress progress() {
    return running.progress();
  }

  /**
   * Waits until the archive is here and the sink has taken it, or the time is over: then the
   * progress tells.
   *
   * @throws DownloadException if the download has failed
   */
  public DownloadProgress await(Duration atMost) throws DownloadException, InterruptedException {
    return running.await(atMost);
  }

  /** Wants it no longer. The download goes on as long as others do. */
  public void cancel() {
    synchronized (this) {
      if (left) {
        return;
      }
      left = true;
    }
    downloads.leave(running);
  }

  /** The same as {@link #cancel}; once the download has ended it changes nothing. */
  @Override
  public void close() {
    cancel();
  }
}
