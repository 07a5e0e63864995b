package dev.ggen.registry.port;

/** What a registry holds, for status pages and metrics. */
public interface RegistryStatus {
  /** A snapshot; cheap enough to be asked every second. */
  Snapshot snapshot();

  /**
   * Counts at one moment.
   *
   * @param packages names
   * @param versions versions of them
   * @param archiveBytes sum of the archives' lengths
   * @param sequence the newest change
   * @param indexedSequence the newest change that search shows
   */
  record Snapshot(
      long packages, long versions, long archiveBytes, long sequence, long indexedSequence) {}
}
