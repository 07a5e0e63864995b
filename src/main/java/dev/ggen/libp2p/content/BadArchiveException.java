package dev.ggen.libp2p.content;

/** The DAG behind a root is not that of the archive that is wanted, whoever gives it. */
final class BadArchiveException extends Exception {
  private static final long serialVersionUID = 1L;

  BadArchiveException(String message) {
    super(message);
  }

  BadArchiveException(String message, Throwable cause) {
    super(message, cause);
  }
}
