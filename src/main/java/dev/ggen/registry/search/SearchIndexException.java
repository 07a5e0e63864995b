package dev.ggen.registry.search;

/**
 * The index can't be opened, written or read. The cause is on this machine, not in the question:
 * another process has the index, the disk is full or broken. What was found damaged is repaired by
 * {@link PackageIndex} itself; see {@link PackageIndex#sequence()}.
 */
public final class SearchIndexException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Tells an operator what to do.
   *
   * @param message what is wrong, where, and what to do
   * @param cause what was thrown
   */
  public SearchIndexException(String message, Throwable cause) {
    super(message, cause);
  }
}
