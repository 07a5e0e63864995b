package dev.ggen.libp2p.content;

import dev.ggen.libp2p.multiformats.Cid;

/**
 * How far a download is.
 *
 * @param doneBytes checked and on the disk
 * @param totalBytes of the whole archive
 * @param resumedBytes those of the done ones that were here from an earlier attempt
 * @param bytesPerSecond fetched lately
 * @param providers that it fetches from
 */
public record DownloadProgress(
    Cid root,
    State state,
    long doneBytes,
    long totalBytes,
    long resumedBytes,
    long bytesPerSecond,
    int providers) {
  /** Where a download is. */
  public enum State {
    /** Reads what an earlier attempt left. */
    RESUMING,
    /** Nobody that has it is connected. */
    SEARCHING,
    FETCHING,
    /** Everything is here; it goes to the sink. */
    FINISHING,
    FINISHED,
    FAILED;

    /** Whether nothing changes any more. */
    public boolean isFinal() {
      return this == FINISHED || this == FAILED;
    }
  }
}
