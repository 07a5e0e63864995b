package dev.ggen.libp2p.content;

/** Hears of downloads. Called by their threads, so it must return at once. */
public interface DownloadListener {
  /** Nobody. */
  DownloadListener NONE = new DownloadListener() {};

  /** How far a download is: several times a second, and at each change of its state. */
  default void progressed(DownloadProgress progress) {}

  /** What a peer did for a download; for its reputation. */
  default void parted(ProviderOutcome outcome) {}
}
