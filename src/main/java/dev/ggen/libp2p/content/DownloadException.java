package dev.ggen.libp2p.content;

import java.io.IOException;

/** A download that failed: why, and whether another attempt may help. */
public final class DownloadException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** Nobody gave anything for as long as is waited; what was fetched is kept for later. */
    NO_PROVIDERS(true),
    /** It took longer than a download may; what was fetched is kept for later. */
    DEADLINE(true),
    /** The content is not what was asked for, whoever gives it. */
    BAD_CONTENT(false),
    /** The disk is full or failed, or the sink did not take the archive. */
    DISK(true),
    /** Too many downloads run. */
    TOO_MANY(true),
    /** The archive is larger than is taken. */
    TOO_LARGE(false),
    /** Whoever wanted it has cancelled. */
    CANCELLED(true),
    /** Downloads were closed. */
    CLOSED(true),
    /** A fault in this program; it is logged. */
    BUG(false);

    private final boolean retryHelps;

    Reason(boolean retryHelps) {
      this.retryHelps = retryHelps;
    }

    /** Whether the same request may succeed later. */
    public boolean retryHelps() {
      return retryHelps;
    }
  }

  private final Reason reason;

  DownloadException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  DownloadException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why it failed. */
  public Reason reason() {
    return reason;
  }
}
