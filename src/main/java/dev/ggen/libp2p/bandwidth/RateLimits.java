package dev.ggen.libp2p.bandwidth;

/**
 * Limits in bytes a second; 0 for none.
 *
 * @param upload of all peers together
 * @param download of all peers together
 * @param uploadOfPeer of each peer
 * @param downloadOfPeer of each peer
 */
public record RateLimits(long upload, long download, long uploadOfPeer, long downloadOfPeer) {
  /** No limit at all. */
  public static final RateLimits NONE = new RateLimits(0, 0, 0, 0);

  /** Slower, a single block would take minutes and every peer would give up. */
  public static final long MIN_RATE = 1_024;

  /** Refuses rates that are too low. */
  public RateLimits {
    check("upload", upload);
    check("download", download);
    check("uploadOfPeer", uploadOfPeer);
    check("downloadOfPeer", downloadOfPeer);
  }

  private static void check(String name, long rate) {
    if (rate != 0 && rate < MIN_RATE) {
      throw new IllegalArgumentException(
          "%s is %d bytes a second, but must be 0 (no limit) or at least %d"
              .formatted(name, rate, MIN_RATE));
    }
  }
}
