package dev.ggen.registry.p2p.record;

/**
 * Bytes that are no signed record or grant, or were not signed by the key they name. The fault of
 * whoever sent them; a retry does not help.
 */
public final class InvalidEntryException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With the reason. */
  public InvalidEntryException(String message) {
    super(message);
  }

  /** With the reason and its origin. */
  public InvalidEntryException(String message, Throwable cause) {
    super(message, cause);
  }
}
