package dev.ggen.libp2p.kad;

/** A value that does not belong to its key. The publisher's fault; a retry does not help. */
public final class InvalidRecordException extends Exception {
  private static final long serialVersionUID = 1;

  /** With the reason. */
  public InvalidRecordException(String message) {
    super(message);
  }

  /** With the reason and its origin. */
  public InvalidRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
