package dev.ggen.libp2p.content;

import java.io.IOException;

/** Takes what was downloaded. Called once per download, by its thread; may take its time. */
@FunctionalInterface
public interface ArchiveSink {
  /**
   * Takes an archive: moves or reads its file, and makes it known. When this returns the download
   * is finished for all who wait, and what is left of its files is removed.
   *
   * @throws IOException if it can't be taken; the download fails with {@link
   *     DownloadException.Reason#DISK} and what was fetched is kept
   */
  void take(FinishedArchive archive) throws IOException;
}
